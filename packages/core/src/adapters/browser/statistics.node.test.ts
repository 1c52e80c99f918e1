import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { summarize } from './statistics.js';

const entries = (...list: Record<string, unknown>[]): Map<string, Record<string, unknown>> =>
  new Map(list.map((entry) => [String(entry['id']), entry]));

const rtp = [
  {
    ...{ id: 'in', type: 'inbound-rtp', kind: 'audio', codecId: 'c', timestamp: 12.6 },
    ...{ packetsReceived: 90, packetsLost: 10, bytesReceived: 9000, jitter: 0.004 },
    ...{ concealedSamples: 25, totalSamplesReceived: 100 },
  },
  { id: 'out', type: 'outbound-rtp', kind: 'audio', packetsSent: 80, bytesSent: 8000 },
  { id: 'c', type: 'codec', mimeType: 'audio/PCMU' },
];
const pair = {
  ...{ id: 'p', type: 'candidate-pair', currentRoundTripTime: 0.03 },
  ...{ localCandidateId: 'l', remoteCandidateId: 'r' },
};
const candidates = [
  { id: 'l', candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' },
  { id: 'r', candidateType: 'srflx', protocol: 'udp' },
];

describe('the statistics of a call', () => {
  it('are nothing while nothing flows', () => {
    assert.equal(summarize(entries(pair, ...candidates)), undefined);
  });

  it('count, in milliseconds and shares, along the pair the transport names', () => {
    const transport = { id: 't', type: 'transport', selectedCandidatePairId: 'p' };
    assert.deepEqual(summarize(entries(...rtp, pair, ...candidates, transport)), {
      ...{ at: 13, codec: 'PCMU', roundTripTime: 30, jitter: 4, concealed: 0.25 },
      ...{ packetsReceived: 90, packetsLost: 10, bytesReceived: 9000 },
      ...{ packetsSent: 80, bytesSent: 8000 },
      ...{ localCandidate: 'relay', remoteCandidate: 'srflx', transport: 'tls' },
    });
  });

  it('find the pair that is marked where the transport names none', () => {
    const statistics = summarize(entries(...rtp, { ...pair, selected: true }, ...candidates));
    assert.equal(statistics?.localCandidate, 'relay');
  });

  it('leave out what is not known', () => {
    const [, sent = {}] = rtp;
    assert.deepEqual(Object.keys(summarize(entries(sent)) ?? {}), [
      ...['at', 'packetsReceived', 'packetsLost', 'bytesReceived', 'packetsSent', 'bytesSent'],
    ]);
  });
});
