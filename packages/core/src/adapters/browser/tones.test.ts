import { expect } from '@open-wc/testing';

import { SpectrumEar, webAudioRuns } from '../../../../../test/support/page/ear.js';
import { End } from '../../../../../test/support/page/media-pair.js';
import { MediaLedger } from '../../../../../test/support/page/media-ledger.js';
import { until } from '../../../../../test/support/page/until.js';
import type { Tone } from '../../ports/media.js';

describe('the tones', () => {
  let ledger: MediaLedger;
  let end: End;
  let ears: SpectrumEar[];

  before(async function () {
    if (!(await webAudioRuns())) this.skip();
  });
  beforeEach(() => {
    ledger = new MediaLedger();
    end = new End();
    ears = [];
  });
  afterEach(async () => {
    await end.dispose();
    await Promise.all(ears.map((ear) => ear.close()));
    ledger.close();
  });

  function ear(): SpectrumEar {
    const { srcObject } = ledger.elements.at(-1) ?? {};
    const track = srcObject instanceof MediaStream && srcObject.getAudioTracks()[0];
    if (!track) throw new Error('nothing is played');
    const made = new SpectrumEar(track);
    ears.push(made);
    return made;
  }

  const isPlaying = (): boolean => ledger.elements.some(({ paused }) => !paused);

  it('make no sound and open nothing before the first', () => {
    expect(ledger.contexts.length).to.equal(0);
  });

  it('play until the next one, and then silence', async () => {
    await end.media.playTone('ringback');
    const heard = ear();
    await heard.hear(425, 'ringback');
    await end.media.playTone(null);
    await until(() => !isPlaying(), 'silence');
  });

  it('change from one to the other', async () => {
    await end.media.playTone('ringtone');
    await until(isPlaying, 'the ringtone');
    await end.media.playTone('busy');
    await ear().hear(425, 'busy');
    expect(ledger.elements.filter(({ paused }) => !paused).length).to.equal(1);
  });

  it('repeat the same one without a break', async () => {
    await end.media.playTone('ringback');
    await end.media.playTone('ringback');
    expect(ledger.elements.length).to.equal(1);
  });

  it('never sound when they are called off before they begin, and once when asked for again', async () => {
    const first = end.media.playTone('ringback');
    await end.media.playTone(null);
    await first;
    expect(ledger.elements.length).to.equal(0);
    await Promise.all(
      ['ringback', null, 'ringback'].map((tone) => end.media.playTone(tone as Tone)),
    );
    expect(ledger.elements.filter(({ paused }) => !paused).length).to.equal(1);
    expect(ledger.contexts.length).to.equal(1);
  });

  it('sound a key beside the running tone and leave that alone', async () => {
    await end.media.playTone('ringback');
    const heard = ear();
    await heard.hear(425, 'ringback');
    await end.media.playTone('key-5');
    await until(() => heard.hearsAll(425, 770, 1336), 'the key and the ringback');
    await heard.hear(425, 'ringback goes on');
  });

  it('sound a key as its pair, then fall silent by themselves', async () => {
    await end.media.playTone('key-5');
    const heard = ear();
    await until(() => heard.hearsAll(770, 1336), 'the pair of 5');
    await until(() => !isPlaying(), 'silence');
  });

  it('ignore a key that is none', async () => {
    await end.media.playTone('key-x');
    expect(ledger.elements.length).to.equal(0);
  });

  it('close the audio context at the end', async () => {
    await end.media.playTone('ringtone');
    await end.dispose();
    await until(() => ledger.openContexts === 0, 'closed');
    expect(isPlaying()).to.equal(false);
  });
});
