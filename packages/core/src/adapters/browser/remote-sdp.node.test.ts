import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { checkRemoteSdp, isSameEnd } from './remote-sdp.js';

const hash = `${'AB:'.repeat(31)}AB`;
const session = ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', 't=0 0'];
const audio = [
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'c=IN IP4 192.0.2.1',
  'a=ice-ufrag:abcd',
  'a=setup:actpass',
  `a=fingerprint:sha-256 ${hash}`,
];
const sdp = (...lines: string[]): string => `${lines.join('\r\n')}\r\n`;
const good = sdp(...session, ...audio);
const failed = { code: 'media/failed' };

describe('a remote session description', () => {
  it('passes with DTLS and a strong fingerprint, for the media or for the session', () => {
    checkRemoteSdp(good);
    const [line = ''] = audio.slice(-1);
    checkRemoteSdp(sdp(...session, line, ...audio.slice(0, -1)));
    checkRemoteSdp(good.replace('sha-256', 'SHA-512'));
    checkRemoteSdp(good.replaceAll('\r\n', '\n'));
  });

  it('passes when a refused line has nothing to protect', () => {
    checkRemoteSdp(good + sdp('m=video 0 RTP/AVP 96'));
  });

  const refused: Record<string, string> = {
    'no fingerprint': good.replace(/a=fingerprint.*\r\n/, ''),
    'an md5 fingerprint': good.replace('sha-256', 'md5'),
    'a sha-1 fingerprint': good.replace('sha-256', 'sha-1'),
    'a weak fingerprint beside a strong one': good + sdp(`a=fingerprint:sha-1 ${hash}`),
    'plain RTP': good.replace('UDP/TLS/RTP/SAVPF', 'RTP/AVP'),
    'plain RTP with feedback': good.replace('UDP/TLS/RTP/SAVPF', 'RTP/AVPF'),
    'keys in the clear': good + sdp('a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc'),
    'a second line without protection': good + sdp('m=video 9 RTP/AVP 96'),
    'a bundled line without protection': good + sdp('m=video 0 RTP/AVP 96', 'a=bundle-only'),
    'no media at all': sdp(...session),
    nothing: '',
    'more than 32 KiB': good + sdp('a=x:'.padEnd(32_768, 'x')),
  };
  for (const [name, text] of Object.entries(refused))
    it(`is refused with ${name}`, () => {
      assert.throws(() => checkRemoteSdp(text), failed);
    });

  it('tells the same end from another one by its certificate', () => {
    const other = good.replaceAll('AB:', 'CD:');
    assert.equal(isSameEnd(good, good.replace('abcd', 'efgh')), true);
    assert.equal(isSameEnd(good, other.replace('abcd', 'efgh')), false);
    assert.throws(() => isSameEnd(good, other), failed);
  });
});
