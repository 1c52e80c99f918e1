import { expect } from '@open-wc/testing';

import { codeOf } from '../../../../../test/support/page/code-of.js';
import {
  highPitch,
  lowPitch,
  MediaPair,
  negotiate,
} from '../../../../../test/support/page/media-pair.js';
import { webAudioRuns } from '../../../../../test/support/page/ear.js';
import { until } from '../../../../../test/support/page/until.js';

describe('a call between two ends', () => {
  let pair: MediaPair;
  beforeEach(async () => {
    pair = await MediaPair.open();
  });
  afterEach(() => pair.close());

  it('carries sound both ways', async () => {
    await pair.call();
    await (await pair.ear(0)).hear(highPitch, 'Bob at Alice');
    await (await pair.ear(1)).hear(lowPitch, 'Alice at Bob');
    const element = pair.ledger.elementOf(pair.receiver(0).track);
    expect(element?.paused, 'the far side is being played').to.equal(false);
  });

  it('connects before the microphone is open, and sends it once it is', async () => {
    await negotiate(pair.alice.media, pair.bob.media, 'call');
    await pair.alice.connected('call');
    const ear = await pair.ear(1);
    await ear.hearNothing('no sound before the microphone');
    await pair.alice.media.openMicrophone('call');
    await ear.hear(lowPitch, 'Alice at Bob');
  });

  it('uses the offer prepared ahead, and only once', async () => {
    const { alice, bob, ledger } = pair;
    await alice.media.prepare();
    expect(ledger.openConnections).to.equal(1);
    await negotiate(alice.media, bob.media, 'call');
    expect(ledger.openConnections, 'one each').to.equal(2);
    await alice.media.openMicrophone('call');
    await (await pair.ear(1)).hear(lowPitch, 'Alice at Bob');
    await alice.media.offer('other', { direction: 'sendrecv' });
    expect(ledger.openConnections, 'a second call has its own').to.equal(3);
  });

  it('reads the offer of a call that rings, gathers nothing for it, and answers with what it read', async () => {
    const { alice, bob, ledger } = pair;
    const direction = 'sendrecv';
    const offer = await alice.media.offer('call', { direction });
    await bob.media.prepare({ id: 'call', offer, direction });
    const [, ringing] = ledger.connections;
    expect(ringing?.signalingState).to.equal('have-remote-offer');
    expect(ringing?.localDescription, 'nothing that could be sent').to.equal(null);
    expect(ringing?.iceGatheringState).to.equal('new');
    await alice.media.accept('call', await bob.media.answer('call', offer, { direction }));
    expect(ledger.connections.length, 'one each').to.equal(2);
    await alice.media.openMicrophone('call');
    await (await pair.ear(1)).hear(lowPitch, 'Alice at Bob');
    // The same words in a re-INVITE, which only refreshes the session, are a new exchange.
    expect(await bob.media.answer('call', offer, { direction })).to.match(/^m=audio /m);
    expect(ledger.connections.length).to.equal(2);
  });

  it('answers another offer, or another way, than it had read', async () => {
    const { alice, bob, ledger } = pair;
    const stale = await alice.media.offer('other', { direction: 'sendrecv' });
    await bob.media.prepare({ id: 'call', offer: stale, direction: 'sendrecv' });
    const offer = await alice.media.offer('call', { direction: 'sendrecv' });
    await bob.media.prepare({ id: 'call', offer, direction: 'sendrecv' });
    const answer = await bob.media.answer('call', offer, { direction: 'recvonly' });
    expect(answer).to.match(/^a=recvonly\r$/m);
    await alice.media.accept('call', answer);
    await alice.connected('call');
    expect(ledger.openConnections, 'of what was only read, nothing is left').to.equal(3);
  });

  it('lets go of what it read when the call ends unanswered, and of what it cannot read', async () => {
    const { alice, bob, ledger } = pair;
    const offer = await alice.media.offer('call', { direction: 'sendrecv' });
    await bob.media.prepare({ id: 'call', offer, direction: 'sendrecv' });
    await bob.media.close('call');
    expect(ledger.openConnections).to.equal(1);
    await bob.media.prepare({ id: 'call', offer: 'v=0', direction: 'sendrecv' });
    expect(ledger.openConnections).to.equal(1);
    expect(
      await codeOf(bob.media.answer('call', 'v=0', { direction: 'sendrecv' })),
      'said when it is answered',
    ).to.match(/^media\//);
  });

  it('asks for one transport, multiplexed, and no candidate of a third party', async () => {
    const offer = await pair.alice.media.offer('call', { direction: 'sendrecv' });
    expect(offer).to.match(/^a=rtcp-mux\r$/m);
    expect(offer).to.match(/^a=candidate:.* typ host/m);
    expect(offer).not.to.match(/ typ (srflx|relay)/);
    const { iceServers, bundlePolicy } = pair.ledger.connections[0]?.getConfiguration() ?? {};
    expect(iceServers).to.deep.equal([]);
    expect(bundlePolicy).to.equal('max-bundle');
  });

  it('puts the direction on the audio line', async () => {
    for (const direction of ['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const) {
      const offer = await pair.alice.media.offer(direction, { direction });
      expect(offer).to.match(new RegExp(`^a=${direction}\r$`, 'm'));
    }
  });

  it('says connecting, connected, and of its end nothing', async () => {
    await pair.call();
    await pair.alice.media.close('call');
    const statuses = pair.alice.facts.map((fact) => fact.type === 'media' && fact.status);
    expect(statuses).to.deep.equal(['connecting', 'connected']);
  });

  it('settles a command that is under way when the call is closed', async () => {
    const offering = pair.alice.media.offer('call', { direction: 'sendrecv' });
    await pair.alice.media.close('call');
    expect(await codeOf(offering)).to.equal('media/failed');
    expect(pair.ledger.openConnections).to.equal(0);
  });

  it('starts anew after close, as when an answer failed and the call rings on', async () => {
    await pair.call();
    await Promise.all([pair.alice.media.close('call'), pair.bob.media.close('call')]);
    await pair.call();
    await (await pair.ear(3)).hear(lowPitch, 'Alice in the second attempt');
  });

  it('is not begun by a mute or a hold that comes too late', async () => {
    await pair.alice.media.setMuted('call', true);
    await pair.alice.media.setHeld('call', true);
    await pair.call();
    await (await pair.ear(1)).hear(lowPitch, 'Alice');
  });

  it('notices that the far side is gone', async () => {
    await pair.call();
    await pair.bob.media.close('call');
    await pair.alice.fact('media', ({ status }) => status === 'interrupted');
  });

  it('tells how loud both sides are', async function () {
    if (!(await webAudioRuns())) this.skip();
    await pair.call();
    const watching = new AbortController();
    const levels: { local: number; remote: number }[] = [];
    pair.alice.media.watchLevels?.('call', (level) => levels.push(level), {
      signal: watching.signal,
    });
    await until(() => levels.some(({ local, remote }) => local > 0.05 && remote > 0.05), 'levels');
    watching.abort();
    const heard = levels.length;
    await pair.alice.media.setMuted('call', true);
    const again = new AbortController();
    pair.alice.media.watchLevels?.('call', (level) => levels.push(level), { signal: again.signal });
    await until(() => levels.slice(heard + 2).some(({ local }) => local === 0), 'silence of ours');
    again.abort();
  });

  it('tells statistics while sound flows', async () => {
    await pair.call();
    await (await pair.ear(0)).hear(highPitch, 'Bob at Alice');
    const statistics = await pair.alice.media.statistics?.('call');
    expect(statistics?.codec).to.equal('opus');
    expect(statistics?.packetsReceived).to.be.greaterThan(0);
    expect(statistics?.packetsSent).to.be.greaterThan(0);
    expect(statistics?.localCandidate).to.match(/host|prflx/);
    expect(structuredClone(statistics)).to.deep.equal(statistics);
  });
});
