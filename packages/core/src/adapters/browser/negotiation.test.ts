import { expect } from '@open-wc/testing';

import { codeOf } from '../../../../../test/support/page/code-of.js';
import {
  End,
  highPitch,
  lowPitch,
  MediaPair,
  negotiate,
} from '../../../../../test/support/page/media-pair.js';
import { until } from '../../../../../test/support/page/until.js';

const sendrecv = { direction: 'sendrecv' } as const;

describe('a call that is renegotiated', () => {
  let pair: MediaPair;
  beforeEach(async () => {
    pair = await MediaPair.open();
  });
  afterEach(() => pair.close());

  it('holds and resumes: silent both ways meanwhile, whatever the far side does', async () => {
    const { alice, bob } = pair;
    await pair.call();
    const [atAlice, atBob] = [await pair.ear(0), await pair.ear(1)];
    const element = pair.ledger.elementOf(pair.receiver(0).track);
    await alice.media.setHeld('call', true);
    await atBob.hearNothing('nothing of Alice before the far side agreed');
    expect(element?.muted, 'Bob is not heard').to.equal(true);

    const { offer, answer } = await negotiate(alice.media, bob.media, 'call', {
      direction: 'inactive',
    });
    expect(offer).to.match(/^a=inactive\r$/m);
    expect(answer).to.match(/^a=inactive\r$/m);
    await atAlice.hearNothing('nothing of Bob');

    await negotiate(alice.media, bob.media, 'call');
    await alice.media.setHeld('call', false);
    await atBob.hear(lowPitch, 'Alice again');
    await atAlice.hear(highPitch, 'Bob again');
    expect(element?.muted).to.equal(false);
    expect(pair.ledger.openConnections).to.equal(2);
  });

  it('takes an offer back, and the sound goes on', async () => {
    const { alice, bob } = pair;
    await pair.call();
    await alice.media.offer('call', { direction: 'inactive' });
    await alice.media.rollback('call');
    const connection = pair.ledger.connections[0];
    expect(connection?.signalingState).to.equal('stable');
    expect(connection?.getTransceivers()[0]?.direction).to.equal('sendrecv');
    await (await pair.ear(1)).hear(lowPitch, 'Alice still');
    await (await pair.ear(0)).hear(highPitch, 'Bob still');
    const { offer } = await negotiate(alice.media, bob.media, 'call');
    expect(offer).to.match(/^a=sendrecv\r$/m);
  });

  it('takes back the offer of the side that was called, too', async () => {
    const { alice, bob } = pair;
    await pair.call();
    await bob.media.offer('call', { direction: 'inactive' });
    await bob.media.rollback('call');
    await (await pair.ear(0)).hear(highPitch, 'Bob still');
    await (await pair.ear(1)).hear(lowPitch, 'Alice still');
    await negotiate(bob.media, alice.media, 'call', { direction: 'sendonly' });
    await (await pair.ear(0)).hear(highPitch, 'Bob one way');
  });

  it('takes an ICE restart back', async () => {
    const { alice, bob } = pair;
    await pair.call();
    await alice.media.offer('call', { ...sendrecv, iceRestart: true });
    await alice.media.rollback('call');
    await (await pair.ear(1)).hear(lowPitch, 'Alice still');
    await negotiate(bob.media, alice.media, 'call');
    await (await pair.ear(0)).hear(highPitch, 'Bob still');
    expect(alice.facts.some(({ type }) => type === 'failed')).to.equal(false);
  });

  it('takes a first offer back: nothing is left, and the next one works', async () => {
    const { alice, bob, ledger } = pair;
    await alice.media.offer('call', sendrecv);
    await alice.media.rollback('call');
    expect(ledger.openConnections).to.equal(0);
    await negotiate(alice.media, bob.media, 'call');
    await alice.connected('call');
  });

  it('survives glare: the side that gives way answers', async () => {
    const { alice, bob } = pair;
    await pair.call();
    const [, offer] = await Promise.all([
      alice.media.offer('call', { direction: 'inactive' }),
      bob.media.offer('call', { direction: 'sendonly' }),
    ]);
    await alice.media.rollback('call');
    const answer = await alice.media.answer('call', offer, { direction: 'recvonly' });
    await bob.media.accept('call', answer);
    expect(answer).to.match(/^a=recvonly\r$/m);
    await (await pair.ear(0)).hear(highPitch, 'Bob at Alice');
  });

  it('restarts ICE on the same connection', async () => {
    const { alice, bob, ledger } = pair;
    await pair.call();
    const credentials = (sdp = ''): string => /^a=ice-ufrag:(.*)$/m.exec(sdp)?.[1] ?? '';
    const before = credentials(ledger.connections[0]?.localDescription?.sdp);
    const { offer } = await negotiate(alice.media, bob.media, 'call', {
      direction: 'sendrecv',
      iceRestart: true,
    });
    expect(credentials(offer)).not.to.equal(before);
    expect(offer, 'the new candidates are in it').to.match(/^a=candidate:/m);
    await (await pair.ear(1)).hear(lowPitch, 'Alice after the restart');
    expect(ledger.connections.length).to.equal(2);
  });

  it('moves to a new connection, and the far side follows', async () => {
    const { alice, bob, ledger } = pair;
    await pair.call();
    const first = ledger.connections[0]?.localDescription?.sdp ?? '';
    const { offer } = await negotiate(alice.media, bob.media, 'call', { ...sendrecv, fresh: true });
    await until(() => ledger.openConnections === 2, 'the old connections are closed');
    expect(ledger.connections.length).to.equal(4);
    await (await pair.ear(2)).hear(highPitch, 'Bob at Alice');
    await (await pair.ear(3)).hear(lowPitch, 'Alice at Bob');
    const origin = (sdp: string): string[] => /^o=.*$/m.exec(sdp)?.[0].split(' ') ?? [];
    expect(origin(offer)[1], 'the same session').to.equal(origin(first)[1]);
    expect(Number(origin(offer)[2])).to.be.greaterThan(Number(origin(first)[2]));
  });

  it('keeps the old connection when the far side refuses the new one', async () => {
    const { alice, ledger } = pair;
    await pair.call();
    await alice.media.offer('call', { ...sendrecv, fresh: true });
    await alice.media.rollback('call');
    expect(ledger.openConnections).to.equal(2);
    await (await pair.ear(1)).hear(lowPitch, 'Alice still');
  });

  it('refuses a certificate that changes in place', async () => {
    const { alice, bob } = pair;
    await pair.call();
    const offer = await bob.media.offer('call', sendrecv);
    const forged = offer.replace(/^(a=fingerprint:\S+ )..:../m, '$100:00');
    expect(await codeOf(alice.media.answer('call', forged, sendrecv))).to.equal('media/failed');
    await (await pair.ear(0)).hear(highPitch, 'Bob still');
  });

  it('is as before after an offer that no browser can read', async () => {
    const { alice, bob } = pair;
    await pair.call();
    const offer = await bob.media.offer('call', sendrecv);
    const broken = offer.replace('m=audio', 'm=video');
    expect(await codeOf(alice.media.answer('call', broken, sendrecv))).to.equal('media/failed');
    expect(pair.ledger.connections[0]?.signalingState).to.equal('stable');
    await bob.media.rollback('call');
    await negotiate(alice.media, bob.media, 'call');
    await (await pair.ear(0)).hear(highPitch, 'Bob still');
  });

  it('is as before after an offer without sound', async () => {
    const { alice, bob } = pair;
    await pair.call();
    const offer = await bob.media.offer('call', sendrecv);
    const silent = offer.replace(/^m=audio \d+ /m, 'm=audio 0 ');
    expect(await codeOf(alice.media.answer('call', silent, sendrecv))).to.equal('media/failed');
    expect(pair.ledger.connections[0]?.signalingState).to.equal('stable');
    await bob.media.rollback('call');
    await negotiate(alice.media, bob.media, 'call');
    await (await pair.ear(0)).hear(highPitch, 'Bob still');
  });

  it('answers a video line inactive and the audio line as asked', async () => {
    const stranger = new RTCPeerConnection();
    stranger.addTransceiver('video');
    stranger.addTransceiver('audio');
    const offer = await stranger.createOffer();
    const answer = await pair.alice.media.answer('call', offer.sdp ?? '', sendrecv);
    const [, video = '', audio = ''] = answer.split(/^m=/m);
    expect(video).to.match(/^a=inactive\r$/m);
    expect(audio).to.match(/^a=sendrecv\r$/m);
    stranger.close();
  });
});

describe('a call that is answered twice', () => {
  let pair: MediaPair;
  let carol: End;
  beforeEach(async () => {
    pair = await MediaPair.open();
    carol = new End({ microphone: pair.low.track });
  });
  afterEach(async () => {
    await carol.dispose();
    await pair.close();
  });

  async function earlyMedia(): Promise<{ offer: string; answer: string }> {
    const { alice, bob } = pair;
    await bob.media.openMicrophone('call');
    const offer = await alice.media.offer('call', sendrecv);
    const answer = await bob.media.answer('call', offer, sendrecv);
    await alice.media.accept('call', answer, { provisional: true });
    return { offer, answer };
  }

  it('plays early media, and takes the same answer as final, again and again', async () => {
    const { answer } = await earlyMedia();
    const ear = await pair.ear(0);
    await ear.hear(highPitch, 'early media');
    await pair.alice.media.accept('call', answer);
    await pair.alice.media.accept('call', answer);
    await negotiate(pair.alice.media, pair.bob.media, 'call');
    await ear.hear(highPitch, 'Bob after all that');
  });

  it('refuses the final answer of another fork; a fresh offer reaches it', async () => {
    const { offer } = await earlyMedia();
    const answer = await carol.media.answer('call', offer, sendrecv);
    expect(await codeOf(pair.alice.media.accept('call', answer))).to.equal('media/failed');
    await negotiate(pair.alice.media, carol.media, 'call', { ...sendrecv, fresh: true });
    await carol.connected('call');
  });

  it('refuses an answer nobody asked for', async () => {
    await pair.call();
    const offer = await pair.alice.media.offer('other', sendrecv);
    const answer = await carol.media.answer('other', offer, sendrecv);
    expect(await codeOf(pair.alice.media.accept('call', answer))).to.equal('media/failed');
  });
});
