import { expect } from '@open-wc/testing';

import { createBrowserMedia } from './browser-media.js';
import { expectedCandidates, gathered } from './gathering.js';
import { defaultGatheringLimits, relayGatheringLimits } from './gathering-limits.js';
import { systemClock } from '../../kernel/clock.js';
import { createManualClock } from '../fake/manual-clock.js';
import type { ManualClock } from '../fake/manual-clock.js';

/** TEST-NET-1 (RFC 5737): nobody is there, and nobody ever answers. */
const deadStun = 'stun:192.0.2.1:3478';

/** A connection whose candidates come when the test says so. */
class ScriptedConnection extends EventTarget {
  iceGatheringState: RTCIceGatheringState = 'gathering';
  localDescription = { sdp: '' };

  candidate(type: string): void {
    this.localDescription.sdp += `a=candidate:1 1 udp 1 192.0.2.7 9 typ ${type}\r\n`;
    this.#tell({});
  }

  complete(): void {
    this.iceGatheringState = 'complete';
    this.#tell(null);
  }

  #tell(candidate: unknown): void {
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate }));
  }
}

describe('when a description leaves', () => {
  let connection: ScriptedConnection;
  let clock: ManualClock;
  let closing: AbortController;
  let outcome: string;

  function start(expected: readonly string[] = [], limits = defaultGatheringLimits): void {
    outcome = 'waiting';
    gathered(connection as unknown as RTCPeerConnection, {
      ...{ limits, expected, clock, signal: closing.signal },
    }).then(
      () => (outcome = 'left'),
      (error: unknown) => (outcome = (error as { code: string }).code),
    );
  }

  beforeEach(() => {
    connection = new ScriptedConnection();
    clock = createManualClock();
    closing = new AbortController();
  });

  it('waits for 10 ms of quiet after the last candidate', async () => {
    start();
    connection.candidate('host');
    await clock.advance(9);
    connection.candidate('host');
    await clock.advance(9);
    expect(outcome).to.equal('waiting');
    await clock.advance(1);
    expect(outcome).to.equal('left');
    expect(clock.pending, 'no timer is left').to.equal(0);
  });

  it('leaves at once when gathering is complete', async () => {
    start();
    connection.candidate('host');
    connection.complete();
    await clock.advance(0);
    expect(outcome).to.equal('left');
  });

  for (const [kind, limits, longest] of [
    ['srflx', defaultGatheringLimits, 130],
    ['relay', relayGatheringLimits, 300],
  ] as const) {
    it(`gives a configured server of ${kind} candidates until ${longest} ms`, async () => {
      start([kind], limits);
      connection.candidate('host');
      await clock.advance(longest - 1);
      expect(outcome).to.equal('waiting');
      await clock.advance(1);
      expect(outcome).to.equal('left');
    });
  }

  it('waits no longer than for the answer of a configured server', async () => {
    start(['srflx']);
    connection.candidate('host');
    await clock.advance(50);
    connection.candidate('srflx');
    await clock.advance(20);
    expect(outcome).to.equal('left');
  });

  it('waits for a first candidate beyond the limit, and then leaves with it', async () => {
    start();
    await clock.advance(300);
    await clock.advance(900);
    expect(outcome).to.equal('waiting');
    connection.candidate('host');
    await clock.advance(0);
    expect(outcome).to.equal('left');
  });

  it('fails when no candidate ever comes', async () => {
    start();
    await clock.advance(300);
    await clock.advance(1_700);
    expect(outcome).to.equal('media/failed');
    expect(clock.pending).to.equal(0);
  });

  it('fails at once when gathering ends with nothing', async () => {
    start();
    connection.complete();
    await clock.advance(0);
    expect(outcome).to.equal('media/failed');
  });

  it('fails when the call is closed meanwhile', async () => {
    start();
    closing.abort();
    await clock.advance(0);
    expect(outcome).to.equal('media/failed');
    expect(clock.pending).to.equal(0);
  });

  it('expects of each server what it can give', () => {
    const servers = [{ urls: ['stun:a', 'turns:b'] }, { urls: 'turn:c' }];
    expect(expectedCandidates(servers, 'all')).to.deep.equal(['srflx', 'relay']);
    expect(expectedCandidates(servers, 'relay')).to.deep.equal(['relay']);
    expect(expectedCandidates([], 'all')).to.deep.equal([]);
  });
});

describe('an offer beside a STUN server that never answers', () => {
  async function timeOffer(iceServers: { urls: string }[]): Promise<number> {
    const { media } = createBrowserMedia({ iceServers });
    const took = await timed(() => media.offer('call', { direction: 'sendrecv' }));
    await media.dispose();
    return took;
  }

  async function timed(describe: () => Promise<string>): Promise<number> {
    const start = systemClock.now();
    const offer = await describe();
    const took = systemClock.now() - start;
    expect(offer).to.match(/^a=candidate:.* typ host/m);
    return took;
  }

  it('leaves within the limit, compared to one without', async () => {
    await timeOffer([]);
    const without = await timeOffer([]);
    const beside = await timeOffer([{ urls: deadStun }]);
    // 130 ms of patience, and as much again for a busy machine.
    expect(beside).to.be.lessThan(without + 300);
  });

  it('has more patience when a connection is mended', async () => {
    const { media } = createBrowserMedia({ iceServers: [{ urls: deadStun }] });
    const { media: far } = createBrowserMedia();
    const first = await timed(() => media.offer('call', { direction: 'sendrecv' }));
    await media.rollback('call');
    const offer = await media.offer('call', { direction: 'sendrecv' });
    const answer = await far.answer('call', offer, { direction: 'sendrecv' });
    // Nobody is left to connect to, which would end the gathering.
    await far.dispose();
    await media.accept('call', answer);
    const mended = { direction: 'sendrecv', iceRestart: true } as const;
    expect(await timed(() => media.offer('call', mended))).to.be.greaterThan(first + 400);
    await media.dispose();
  });
});
