import { expect } from '@open-wc/testing';

import { codeOf } from '../../../../../test/support/page/code-of.js';
import { SpectrumEar, webAudioRuns } from '../../../../../test/support/page/ear.js';
import {
  highPitch,
  lowPitch,
  MediaPair,
  negotiate,
} from '../../../../../test/support/page/media-pair.js';
import { keyFrequencies } from './tone-plan.js';
import { until } from '../../../../../test/support/page/until.js';

const timing = { duration: 160, gap: 60 };

describe('muting', () => {
  let pair: MediaPair;
  beforeEach(async () => {
    pair = await MediaPair.open();
  });
  afterEach(() => pair.close());

  it('silences us for the far side and the far side not for us', async () => {
    await pair.call();
    const [atAlice, atBob] = [await pair.ear(0), await pair.ear(1)];
    await atBob.hear(lowPitch, 'Alice');
    await pair.alice.media.setMuted('call', true);
    await atBob.hearNothing('muted');
    await atAlice.hear(highPitch, 'Bob all the while');
    await pair.alice.media.setMuted('call', false);
    await atBob.hear(lowPitch, 'Alice again');
  });

  it('leaves other calls, and the track of the application, alone', async () => {
    await pair.call('one');
    await pair.call('other');
    await pair.alice.media.setMuted('one', true);
    await (await pair.ear(1)).hearNothing('muted');
    await (await pair.ear(3)).hear(lowPitch, 'Alice in the other call');
    expect(pair.low.track.enabled).to.equal(true);
  });

  it('outlasts a hold, and a hold outlasts it', async () => {
    const { media } = pair.alice;
    await pair.call();
    const atBob = await pair.ear(1);
    await media.setMuted('call', true);
    await media.setHeld('call', true);
    await media.setHeld('call', false);
    await atBob.hearNothing('still muted');
    await media.setHeld('call', true);
    await media.setMuted('call', false);
    await atBob.hearNothing('still held');
    await media.setHeld('call', false);
    await atBob.hear(lowPitch, 'Alice');
  });

  it('holds before the microphone is open', async () => {
    await negotiate(pair.alice.media, pair.bob.media, 'call');
    await pair.alice.media.setMuted('call', true);
    await pair.alice.media.openMicrophone('call');
    await pair.alice.connected('call');
    await (await pair.ear(1)).hearNothing('muted from the start');
  });
});

describe('digits', () => {
  let pair: MediaPair;
  beforeEach(async () => {
    pair = await MediaPair.open();
  });
  afterEach(() => pair.close());

  it('are heard by the far side as the tones of their keys, in order, also while muted', async function () {
    if (!(await webAudioRuns())) this.skip();
    await pair.call();
    await pair.alice.media.setMuted('call', true);
    const ear = new SpectrumEar(pair.receiver(1).track);
    const heard: string[] = [];
    const listening = (async () => {
      for (const key of '159#') {
        const [low, high] = keyFrequencies(key) ?? [0, 0];
        await until(() => ear.hearsAll(low, high), `key ${key} after ${heard.join('')}`);
        heard.push(key);
      }
    })();
    await pair.alice.media.sendDtmf('call', '159#', timing);
    await listening;
    expect(heard.join('')).to.equal('159#');
    await ear.close();
  });

  it('wait for those before them', async () => {
    await pair.call();
    const ended: string[] = [];
    await Promise.all(
      ['12', '3'].map(async (digits) => {
        await pair.alice.media.sendDtmf('call', digits, timing);
        const dtmf = pair.ledger.connections[0]?.getSenders()[0]?.dtmf;
        expect(dtmf?.toneBuffer, 'all are out').not.to.include(digits.at(-1));
        ended.push(digits);
      }),
    );
    expect(ended).to.deep.equal(['12', '3']);
  });

  it('are refused where telephone-event was not agreed', async () => {
    const { alice, bob } = pair;
    const offer = await alice.media.offer('call', { direction: 'sendrecv' });
    const answer = await bob.media.answer('call', offer, { direction: 'sendrecv' });
    await alice.media.accept('call', withoutTelephoneEvent(answer));
    await alice.connected('call');
    expect(await codeOf(alice.media.sendDtmf('call', '1', timing))).to.equal('media/unsupported');
  });

  it('are given up when the call is closed', async () => {
    await pair.call();
    const sending = codeOf(pair.alice.media.sendDtmf('call', '1,2', timing));
    await pair.alice.media.close('call');
    expect(await sending).to.equal('media/failed');
  });

  it('are refused in a call that is not there', async () => {
    const outcome = await codeOf(pair.alice.media.sendDtmf('none', '1', timing));
    expect(outcome).to.equal('media/failed');
  });
});

function withoutTelephoneEvent(sdp: string): string {
  const types = [...sdp.matchAll(/^a=rtpmap:(\d+) telephone-event.*$/gm)].map(([, type]) => type);
  return sdp
    .split('\r\n')
    .filter((line) => !types.some((type) => new RegExp(`^a=(rtpmap|fmtp):${type} `).test(line)))
    .map((line) => (line.startsWith('m=audio') ? withoutTypes(line, types) : line))
    .join('\r\n');
}

function withoutTypes(line: string, types: (string | undefined)[]): string {
  return line
    .split(' ')
    .filter((word, index) => index < 3 || !types.includes(word))
    .join(' ');
}
