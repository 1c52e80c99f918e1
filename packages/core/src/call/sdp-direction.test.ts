import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { answerDirection, holdsUs, offerDirection } from './sdp-direction.js';

const session = 'v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nt=0 0\r\n';
const line = (direction: string, port = 4000): string =>
  `m=audio ${port} RTP/AVP 0\r\n${direction}`;
const plain = `${session}c=IN IP4 10.0.0.1\r\n`;

describe('holdsUs', () => {
  const cases: [string, string, boolean][] = [
    ['nothing said', plain + line(''), false],
    ['sendrecv', plain + line('a=sendrecv\r\n'), false],
    ['recvonly', plain + line('a=recvonly\r\n'), false],
    ['sendonly', plain + line('a=sendonly\r\n'), true],
    ['inactive', plain + line('a=inactive\r\n'), true],
    ['inactive for the session', `${plain}a=inactive\r\n${line('')}`, true],
    ['the line overrules the session', `${plain}a=inactive\r\n${line('a=sendrecv\r\n')}`, false],
    ['one line of two', plain + line('a=sendonly\r\n') + line('a=sendrecv\r\n'), false],
    [
      'a dead line does not count',
      plain + line('a=sendonly\r\n') + line('a=sendrecv\r\n', 0),
      true,
    ],
    ['video does not count', `${plain + line('a=sendonly\r\n')}m=video 9 RTP/AVP 96\r\n`, true],
    ['0.0.0.0 of the session', `${session}c=IN IP4 0.0.0.0\r\n${line('')}`, true],
    ['0.0.0.0 of the line', plain + line('c=IN IP4 0.0.0.0\r\n'), true],
    [
      '0.0.0.0 before the first candidate',
      plain + line('c=IN IP4 0.0.0.0\r\na=ice-ufrag:x\r\n'),
      false,
    ],
    [
      '0.0.0.0 with ICE for the session',
      `${plain}a=ice-ufrag:x\r\n${line('c=IN IP4 0.0.0.0\r\n')}`,
      false,
    ],
    ['no audio', session, false],
  ];
  for (const [name, sdp, expected] of cases) it(name, () => assert.equal(holdsUs(sdp), expected));
});

describe('answerDirection', () => {
  const cases: [string, boolean, string][] = [
    ['sendrecv', false, 'sendrecv'],
    ['sendrecv', true, 'sendonly'],
    ['sendonly', false, 'recvonly'],
    ['sendonly', true, 'inactive'],
    ['recvonly', false, 'sendonly'],
    ['recvonly', true, 'sendonly'],
    ['inactive', false, 'inactive'],
    ['inactive', true, 'inactive'],
  ];
  for (const [offer, held, expected] of cases) {
    it(`answers ${offer} with ${expected} ${held ? 'on hold' : 'when active'}`, () => {
      assert.equal(answerDirection(plain + line(`a=${offer}\r\n`), held), expected);
    });
  }
});

describe('offerDirection', () => {
  it('keeps sending into a hold unless they hold us too', () => {
    assert.equal(offerDirection(false, true), 'sendrecv');
    assert.equal(offerDirection(true, false), 'sendonly');
    assert.equal(offerDirection(true, true), 'inactive');
  });
});
