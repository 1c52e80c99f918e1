import { expect } from '@open-wc/testing';

import { codeOf } from '../../../../../test/support/page/code-of.js';
import { webAudioRuns } from '../../../../../test/support/page/ear.js';
import { End, MediaPair, negotiate } from '../../../../../test/support/page/media-pair.js';
import { until } from '../../../../../test/support/page/until.js';
import type { DevicesState } from '../../ports/devices.js';
import type { StoragePort } from '../../ports/storage.js';

function keeper(kept: Record<string, string> = {}): StoragePort & { kept: Record<string, string> } {
  return {
    kept,
    read: async (key) => kept[key],
    write: async (key, value) => {
      kept[key] = value;
    },
  };
}

describe('the devices', () => {
  let pair: MediaPair;
  let alice: End;
  let states: DevicesState[];
  let watching: AbortController;

  async function start(storage?: StoragePort): Promise<void> {
    alice = new End(storage ? { storage } : {});
    states = [];
    watching = new AbortController();
    alice.devices.watch((state) => states.push(state), { signal: watching.signal });
    await until(() => states.length > 0, 'a first state');
    await alice.devices.requestPermission();
    await until(() => (latest().microphones[0]?.label ?? '') !== '', 'names');
  }

  const latest = (): DevicesState => states.at(-1) as DevicesState;

  beforeEach(async () => {
    pair = await MediaPair.open();
  });
  afterEach(async () => {
    watching.abort();
    await alice.dispose();
    await pair.close();
  });

  it('have names once the person gave leave, and the microphone is closed again', async () => {
    await start();
    expect(latest().permission).to.equal('granted');
    expect(latest().microphones.every(({ id }) => id !== 'default' && id !== '')).to.equal(true);
    expect(pair.ledger.liveTracks).to.equal(0);
    expect(structuredClone(latest())).to.deep.equal(latest());
  });

  it('refuse a device that is not there', async () => {
    await start();
    for (const kind of ['microphone', 'speaker', 'ringer'] as const)
      expect(await codeOf(alice.devices.select(kind, 'gone'))).to.equal('devices/not-found');
  });

  it('change the microphone within a call, only for those it is ours', async function () {
    await start();
    const [first, second] = latest().microphones;
    if (!first || !second) this.skip();
    const sent = (): string | undefined =>
      pair.ledger.connections[0]?.getSenders()[0]?.track?.getSettings().deviceId;
    await alice.devices.select('microphone', first.id);
    await alice.media.openMicrophone('call');
    await negotiate(alice.media, pair.bob.media, 'call');
    expect(sent()).to.equal(first.id);
    await alice.devices.select('microphone', second.id);
    expect(sent()).to.equal(second.id);
    expect(latest().microphone).to.equal(second.id);
    expect(pair.ledger.liveTracks, 'the new one and its clone').to.equal(2);
    await (await pair.ear(1)).hearSomething('the second microphone');
  });

  it('give a call back to the chosen microphone when that is plugged in again', async function () {
    const storage = keeper();
    await start(storage);
    const [, second] = latest().microphones;
    if (!second) this.skip();
    await alice.devices.select('microphone', second.id);
    const sent = (): string | undefined =>
      pair.ledger.connections[0]?.getSenders()[0]?.track?.getSettings().deviceId;
    const back = unplugged(second.id);
    await alice.media.openMicrophone('call');
    await negotiate(alice.media, pair.bob.media, 'call');
    expect(sent()).not.to.equal(second.id);
    back();
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    await until(() => sent() === second.id, 'the chosen microphone');
  });

  it('keep a mute through a change of microphone', async function () {
    await start();
    const [, second] = latest().microphones;
    if (!second) this.skip();
    await alice.media.openMicrophone('call');
    await negotiate(alice.media, pair.bob.media, 'call');
    await alice.media.setMuted('call', true);
    await alice.devices.select('microphone', second.id);
    await (await pair.ear(1)).hearNothing('still muted', 1_500);
  });

  it('send calls to the speaker and the ringtone to the ringer', async function () {
    await start();
    const [speaker, ringer] = latest().speakers;
    if (!latest().canChooseSpeaker || !speaker || !ringer) this.skip();
    await negotiate(alice.media, pair.bob.media, 'call');
    const element = pair.ledger.elementOf(pair.receiver(0).track);
    await alice.devices.select('speaker', speaker.id);
    expect(element?.sinkId, 'a running call follows').to.equal(speaker.id);
    await alice.devices.select('ringer', ringer.id);
    await alice.media.playTone('ringtone');
    await until(
      () => pair.ledger.elements.some(({ sinkId }) => sinkId === ringer.id),
      'the ringtone on the ringer',
    );
    await alice.devices.select('speaker', null);
    expect(element?.sinkId).to.equal('');
    expect(latest()).not.to.have.property('speaker');
  });

  it('are remembered beyond the page', async () => {
    const storage = keeper();
    await start(storage);
    const [microphone] = latest().microphones;
    await alice.devices.select('microphone', microphone?.id ?? '');
    watching.abort();
    await alice.dispose();
    await start(storage);
    await until(() => latest().microphone === microphone?.id, 'the choice');
    expect(Object.keys(storage.kept)).to.deep.equal(['devices']);
  });

  it('fall back to the default while the chosen one is unplugged', async () => {
    await start(keeper({ devices: '{"microphone":"gone","speaker":7,"evil":"x"}' }));
    expect(latest()).not.to.have.property('microphone');
    expect(await codeOf(alice.media.openMicrophone('call'))).to.equal('resolved');
  });

  it('live with storage that holds no choices', async () => {
    await start(keeper({ devices: 'not json' }));
    expect(await codeOf(alice.media.openMicrophone('call'))).to.equal('resolved');
  });

  it('tell how loud the microphone is, and close it after the test', async function () {
    if (!(await webAudioRuns())) this.skip();
    await start();
    const testing = new AbortController();
    const levels: number[] = [];
    await alice.devices.testMicrophone?.((level) => levels.push(level), { signal: testing.signal });
    await until(() => levels.some((level) => level > 0.05), 'a beep of the fake microphone');
    testing.abort();
    expect(pair.ledger.liveTracks).to.equal(0);
  });

  it('are looked at anew when the browser says that they changed', async () => {
    await start();
    const original = MediaDevices.prototype.enumerateDevices;
    MediaDevices.prototype.enumerateDevices = () => Promise.resolve([]);
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    await until(() => latest().microphones.length === 0, 'no devices').finally(() => {
      MediaDevices.prototype.enumerateDevices = original;
    });
  });
});

/** A browser in which one device is not there, until the returned function is called. */
function unplugged(id: string): () => void {
  const { enumerateDevices, getUserMedia } = MediaDevices.prototype;
  MediaDevices.prototype.enumerateDevices = async function enumerate(this: MediaDevices) {
    return (await enumerateDevices.call(this)).filter(({ deviceId }) => deviceId !== id);
  };
  MediaDevices.prototype.getUserMedia = function open(this: MediaDevices, constraints) {
    return JSON.stringify(constraints).includes(id)
      ? Promise.reject(new DOMException('gone', 'OverconstrainedError'))
      : getUserMedia.call(this, constraints);
  };
  return () => {
    Object.assign(MediaDevices.prototype, { enumerateDevices, getUserMedia });
  };
}
