import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { createPhone } from '@cadran/core';
import { createFakeMedia, createManualClock } from '@cadran/core/testing';

import { anything, type Answer } from '../support/registrar-answers.js';
import { seeded } from '../support/seeded.js';

const hour = 3_600_000;
/** Milliseconds that lie between two registrations whatever a registrar says: half of the ten seconds that are believed at least. */
const shortestGap = 5_000;

/** Registers with a server that answers each REGISTER so; resolves with the times at which it came, over some hours. */
async function registrations(answer: Answer, hours = 1): Promise<number[]> {
  const clock = createManualClock();
  const times: number[] = [];
  const phone = createPhone({
    servers: ['ws://pbx.test/'],
    uri: 'sip:alice@pbx.test',
    credentials: { username: 'alice', password: 'secret' },
    media: createFakeMedia(),
    clock,
    WebSocket: class {
      readonly protocol = 'sip';
      readonly bufferedAmount = 0;
      binaryType = '';
      onopen: (() => void) | null = null;
      onmessage: ((event: { data: string }) => void) | null = null;
      onclose: (() => void) | null = null;
      onerror: (() => void) | null = null;

      constructor() {
        queueMicrotask(() => this.onopen?.());
      }

      send(text: string): void {
        if (text === '\r\n\r\n') this.#say('\r\n');
        if (!text.startsWith('REGISTER ')) return;
        times.push(clock.now());
        const contact = /^Contact: (<[^>]+>)/m.exec(text)?.[1] ?? '';
        const [status, ...headers] = answer({ contact, count: times.length });
        const copied = text.match(/^(?:Via|From|To|Call-ID|CSeq): .*$/gm) ?? [];
        const lines = [`SIP/2.0 ${status}`, ...copied, ...headers, 'Content-Length: 0', '', ''];
        this.#say(lines.join('\r\n').replace(/^(To: [^;\r]*)$/m, '$1;tag=registrar'));
      }

      close(): void {
        this.onclose = null;
      }

      #say(data: string): void {
        queueMicrotask(() => this.onmessage?.({ data }));
      }
    },
  });
  await clock.advance(hours * hour);
  const disposed = phone.dispose();
  await clock.advance(60_000);
  await disposed;
  return times.filter((time) => time < clock.now() - 60_000);
}

function gaps(times: readonly number[]): number[] {
  return times.slice(1).map((time, place) => time - (times[place] ?? 0));
}

describe('a registrar', () => {
  test('brings about no storm, whatever its 200 says', async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const answer = anything(seeded(seed * 7_919));
      const times = await registrations(answer);
      const shortest = Math.min(...gaps(times), Infinity);
      assert.ok(shortest >= shortestGap, `seed ${seed}: two within ${shortest} ms`);
    }
  });

  for (const [what, answer, most] of [
    ['always finds it too brief', () => ['423 Interval Too Brief', 'Min-Expires: 900'], 2],
    ['finds it too brief and says no more', () => ['423 Interval Too Brief'], 2],
    ['finds anything too brief', () => ['423 Too Brief', 'Min-Expires: 99999999999'], 2],
    [
      'challenges for ever',
      ({ count }) => [
        '401 Unauthorized',
        `WWW-Authenticate: Digest realm="pbx.test", nonce="${count}", qop="auth"`,
      ],
      2,
    ],
    [
      'finds every nonce stale',
      ({ count }) => [
        '401 Unauthorized',
        `WWW-Authenticate: Digest realm="pbx.test", nonce="${count}", qop="auth", stale=true`,
      ],
      200,
    ],
    ['wants it again at once', () => ['503 Busy', 'Retry-After: 0'], 60],
    ['wants it again after nonsense', () => ['503 Busy', 'Retry-After: -1e9'], 60],
    ['wants it again in half a minute', () => ['503 Busy', 'Retry-After: 30'], 121],
    ['fails', () => ['500 Error'], 60],
    ['points at itself', ({ contact }) => ['302 Moved', `Contact: ${contact}`], 1],
  ] as const satisfies readonly (readonly [string, Answer, number])[]) {
    test(`that ${what} is not asked without end`, async () => {
      const times = await registrations(answer);
      assert.ok(times.length <= most, `${times.length} in an hour`);
    });
  }
});
