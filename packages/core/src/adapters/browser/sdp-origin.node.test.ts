import assert from 'node:assert/strict';
import { it } from 'node:test';

import { SdpOrigin } from './sdp-origin.js';

const sdp = (session: string, version: number): string =>
  `v=0\r\no=- ${session} ${version} IN IP4 127.0.0.1\r\ns=-\r\n`;

it('keeps one session that counts up by one over several connections and unsent offers', () => {
  const origin = new SdpOrigin();
  const long = '8987654321987654321';
  assert.equal(origin.stamp(sdp(long, 2)), sdp(long, 2));
  assert.equal(origin.stamp(sdp(long, 3)), sdp(long, 3));
  assert.equal(origin.stamp(sdp('77', 2)), sdp(long, 4));
  assert.equal(origin.stamp(sdp('77', 5)), sdp(long, 5));
  assert.equal(origin.stamp('v=0\r\n'), 'v=0\r\n');
});
