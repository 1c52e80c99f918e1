import { expect } from '@open-wc/testing';

import { codeOf } from '../../../../../test/support/page/code-of.js';
import { End, MediaPair, negotiate } from '../../../../../test/support/page/media-pair.js';
import { until } from '../../../../../test/support/page/until.js';

/** Longer than the pauses between the beeps of a fake microphone. */
const longSilence = 1_500;

describe('the microphone', () => {
  let pair: MediaPair;
  let alice: End;
  beforeEach(async () => {
    pair = await MediaPair.open();
    alice = new End();
  });
  afterEach(async () => {
    await alice.dispose();
    await pair.close();
  });

  const opened = (): MediaStreamTrack[] =>
    pair.ledger.tracks.filter((track) => track.kind === 'audio');
  const sent = (index: number): MediaStreamTrack | null =>
    pair.ledger.connections[index]?.getSenders()[0]?.track ?? null;

  it('stays closed until a call wants it, and is heard then', async () => {
    await negotiate(alice.media, pair.bob.media, 'call');
    expect(pair.ledger.liveTracks).to.equal(0);
    await alice.media.openMicrophone('call');
    await (await pair.ear(1)).hearSomething('the fake microphone');
  });

  it('is opened once for all calls and released with the last one', async () => {
    await Promise.all([alice.media.openMicrophone('one'), alice.media.openMicrophone('other')]);
    const [source] = opened();
    expect(pair.ledger.liveTracks, 'one device, a clone for each call').to.equal(3);
    await alice.media.close('one');
    expect(source?.readyState).to.equal('live');
    await alice.media.close('other');
    expect(pair.ledger.liveTracks).to.equal(0);
  });

  it('is muted in one call and heard in the other', async () => {
    for (const id of ['one', 'other']) {
      await alice.media.openMicrophone(id);
      await negotiate(alice.media, pair.bob.media, id);
    }
    await alice.media.setMuted('one', true);
    await (await pair.ear(1)).hearNothing('muted', longSilence);
    await (await pair.ear(3)).hearSomething('the other call');
  });

  it('is released when the call ends while the person is being asked', async () => {
    const opening = codeOf(alice.media.openMicrophone('call'));
    await alice.media.close('call');
    expect(await opening).to.equal('media/failed');
    await until(() => opened().length > 0, 'the device was opened all the same');
    await until(() => pair.ledger.liveTracks === 0, 'and released');
  });

  it('never stops a track of the application, nor sends it when muted', async () => {
    await pair.call();
    expect(sent(0)).to.equal(pair.low.track);
    await pair.alice.media.setMuted('call', true);
    expect(sent(0)).not.to.equal(pair.low.track);
    await Promise.all([pair.alice.media.close('call'), pair.bob.media.close('call')]);
    expect(pair.low.track.readyState).to.equal('live');
    expect(pair.ledger.liveTracks, 'no clone is left').to.equal(0);
  });

  it('takes a stream the application makes when it is needed', async () => {
    let made = 0;
    const carol = new End({
      microphone: async () => {
        made += 1;
        return new MediaStream([pair.high.track]);
      },
    });
    expect(made).to.equal(0);
    await carol.media.openMicrophone('call');
    expect(made).to.equal(1);
    await carol.dispose();
    expect(pair.high.track.readyState).to.equal('live');
  });

  it('tells when the system mutes it', async function () {
    await alice.media.openMicrophone('call');
    if (!hearsMadeEvents(opened()[0])) this.skip();
    opened()[0]?.dispatchEvent(new Event('mute'));
    await alice.fact('muted-by-system', ({ muted }) => muted);
    opened()[0]?.dispatchEvent(new Event('unmute'));
    await alice.fact('muted-by-system', ({ muted }) => !muted);
  });

  it('gives way to another device when it is pulled out, and the call goes on', async function () {
    await alice.media.openMicrophone('call');
    if (!hearsMadeEvents(opened()[0])) this.skip();
    await negotiate(alice.media, pair.bob.media, 'call');
    const before = sent(0);
    pullOut(opened()[0]);
    await until(() => sent(0) !== before, 'another track is sent');
    expect(sent(0)?.readyState).to.equal('live');
    await (await pair.ear(1)).hearSomething('the other microphone');
    expect(alice.facts.some(({ type }) => type === 'failed')).to.equal(false);
  });

  it('tells the call when no other takes its place', async function () {
    await alice.media.openMicrophone('call');
    if (!hearsMadeEvents(opened()[0])) this.skip();
    await refusing('NotFoundError', async () => {
      pullOut(opened()[0]);
      expect((await alice.fact('failed')).code).to.equal('media/no-microphone');
    });
  });

  it('that the application provided and ended is not replaced behind its back', async function () {
    if (!hearsMadeEvents(pair.low.track)) this.skip();
    await pair.alice.media.openMicrophone('call');
    pullOut(pair.low.track);
    expect((await pair.alice.fact('failed')).code).to.equal('media/no-microphone');
    expect(opened().some((track) => track.readyState === 'live' && track.enabled)).to.equal(false);
  });

  const refusals: Record<string, string> = {
    NotFoundError: 'media/no-microphone',
    OverconstrainedError: 'media/no-microphone',
    NotReadableError: 'media/device-busy',
    AbortError: 'media/device-busy',
    NotAllowedError: 'media/permission-denied',
    TypeError: 'media/failed',
  };
  for (const [name, code] of Object.entries(refusals))
    it(`rejects with ${code} on ${name}, and works the next time`, async () => {
      await refusing(name, async () => {
        expect(await codeOf(alice.media.openMicrophone('call'))).to.equal(code);
      });
      expect(await codeOf(alice.media.openMicrophone('call'))).to.equal('resolved');
    });

  it('rejects with media/permission-denied where the page has no leave', async () => {
    await insteadOf('mediaDevices', await forbiddenDevices(), async () => {
      expect(await codeOf(alice.media.openMicrophone('call'))).to.equal('media/permission-denied');
    });
  });

  it('rejects with media/insecure-context where the browser has no devices', async () => {
    await insteadOf('mediaDevices', undefined, async () => {
      expect(await codeOf(alice.media.openMicrophone('call'))).to.equal('media/insecure-context');
    });
  });

  it('asks for voice processing, or not', async () => {
    const carol = new End({ processing: { echoCancellation: false, autoGainControl: false } });
    await carol.media.openMicrophone('call');
    const { echoCancellation, autoGainControl } = opened()[0]?.getConstraints() ?? {};
    expect([echoCancellation, autoGainControl]).to.deep.equal([false, false]);
    await carol.dispose();
  });
});

/** Firefox lets captured tracks hear only events of its own. */
function hearsMadeEvents(track: MediaStreamTrack | undefined): boolean {
  let heard = false;
  const listener = (): void => {
    heard = true;
  };
  track?.addEventListener('made', listener, { once: true });
  track?.dispatchEvent(new Event('made'));
  track?.removeEventListener('made', listener);
  return heard;
}

/** What a browser does when a device goes: the track ends, and says so. */
function pullOut(track: MediaStreamTrack | undefined): void {
  track?.stop();
  track?.dispatchEvent(new Event('ended'));
}

async function refusing(name: string, task: () => Promise<void>): Promise<void> {
  const original = MediaDevices.prototype.getUserMedia;
  const error = name === 'TypeError' ? new TypeError('no') : new DOMException('no', name);
  MediaDevices.prototype.getUserMedia = () => Promise.reject(error);
  try {
    await task();
  } finally {
    MediaDevices.prototype.getUserMedia = original;
  }
}

async function insteadOf(
  name: 'mediaDevices',
  value: MediaDevices | undefined,
  task: () => Promise<void>,
): Promise<void> {
  Object.defineProperty(navigator, name, { value, configurable: true });
  try {
    await task();
  } finally {
    Reflect.deleteProperty(navigator, name);
  }
}

/** The devices of a frame that is not allowed the microphone (Permissions Policy). */
async function forbiddenDevices(): Promise<MediaDevices> {
  const frame = document.createElement('iframe');
  frame.allow = "microphone 'none'";
  document.body.append(frame);
  // It stays until the page goes: what was asked of it settles only while it is there.
  const devices = frame.contentWindow?.navigator.mediaDevices;
  if (!devices) throw new Error('no devices in the frame');
  return devices;
}
