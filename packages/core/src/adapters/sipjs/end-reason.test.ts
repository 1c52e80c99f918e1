import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  outcomeOf,
  parseReasons,
  reasonForCancel,
  reasonForStatus,
  reasonValue,
} from './end-reason.js';

describe('the reason of an INVITE that failed', () => {
  for (const [status, rang, cause, reason] of [
    [300, false, undefined, 'unreachable'],
    [301, false, undefined, 'not-found'],
    [302, true, undefined, 'unreachable'],
    [401, false, undefined, 'forbidden'],
    [403, false, undefined, 'forbidden'],
    [404, false, undefined, 'not-found'],
    [407, false, undefined, 'forbidden'],
    [408, false, undefined, 'unreachable'],
    [408, true, undefined, 'no-answer'],
    [410, false, undefined, 'not-found'],
    [480, false, undefined, 'unreachable'],
    [480, true, undefined, 'no-answer'],
    [480, false, 17, 'busy'],
    [480, false, 1, 'not-found'],
    [480, true, 16, 'no-answer'],
    [484, false, undefined, 'not-found'],
    [486, false, undefined, 'busy'],
    [486, false, 21, 'busy'],
    [487, true, undefined, 'cancelled'],
    [488, false, undefined, 'media-failed'],
    [500, false, undefined, 'unreachable'],
    [500, false, 21, 'declined'],
    [503, false, 34, 'unreachable'],
    [600, false, undefined, 'busy'],
    [603, true, undefined, 'declined'],
    [604, false, undefined, 'not-found'],
    [606, false, undefined, 'media-failed'],
    [420, false, undefined, 'unknown'],
    [699, false, undefined, 'unknown'],
  ] as const) {
    test(`${status}${rang ? ' after ringing' : ''}${cause ? ` Q.850 ${cause}` : ''}: ${reason}`, () => {
      assert.equal(reasonForStatus(status, rang, cause), reason);
    });
  }
});

describe('Reason headers', () => {
  test('several in a line, in any case, with texts that hold separators', () => {
    assert.deepEqual(
      parseReasons([
        'q.850 ;Cause=16 ;text="Normal; call, clearing", SIP;cause=200;text="a \\"b\\""',
      ]),
      [
        { protocol: 'Q.850', cause: 16, text: 'Normal; call, clearing' },
        { protocol: 'SIP', cause: 200, text: 'a "b"' },
      ],
    );
  });

  test('what is malformed says nothing', () => {
    assert.deepEqual(
      parseReasons(['SIP;cause=abc', '"', 'SIP;cause=1;cause=2', 'x'.repeat(9999)]).map(
        ({ cause }) => cause,
      ),
      [undefined, undefined, undefined],
    );
  });

  test('of a CANCEL tell what became of the other devices', () => {
    const reason = (header: string): string => reasonForCancel(parseReasons([header]));
    assert.equal(reason('SIP;cause=200;text="Call completed elsewhere"'), 'answered-elsewhere');
    assert.equal(reason('Q.850;cause=26'), 'answered-elsewhere');
    assert.equal(reason('SIP;cause=486'), 'busy');
    assert.equal(reason('SIP;cause=603'), 'declined');
    assert.equal(reason('SIP;cause=487'), 'cancelled');
    assert.equal(reasonForCancel([]), 'cancelled');
  });

  test('of ours hold one line, quoted', () => {
    assert.equal(reasonValue(200), 'SIP;cause=200');
    assert.equal(reasonValue(480, 'a "b"\r\nX: y'), 'SIP;cause=480;text="a \\"b\\" X: y"');
  });
});

test('an outcome is plain and bounded', () => {
  const headers: Record<string, string> = {
    'Retry-After': '120 (in a meeting);duration=60',
    Reason: 'Q.850;cause=34;text="no circuit"',
  };
  const message = {
    statusCode: 503,
    reasonPhrase: `Busy\u202e${'x'.repeat(999)}`,
    getHeader: (name: string) => headers[name],
    getHeaders: (name: string) => [headers[name] ?? ''],
  };
  const { phrase, ...rest } = outcomeOf(message);
  assert.deepEqual(rest, { status: 503, cause: 34, text: 'no circuit', retryAfter: 120 });
  assert.equal(phrase?.length, 256);
  assert.match(phrase, /^Busy x/);
});
