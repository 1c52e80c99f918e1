import { expect } from '@open-wc/testing';

import { ListenerLedger } from '../../../../../test/support/page/listener-ledger.js';
import { MediaPair } from '../../../../../test/support/page/media-pair.js';
import { until } from '../../../../../test/support/page/until.js';

describe('sound the browser blocks', () => {
  const original = HTMLMediaElement.prototype.play;
  let allowed: boolean;
  let pair: MediaPair;
  let listeners: ListenerLedger;

  beforeEach(async () => {
    allowed = false;
    listeners = new ListenerLedger();
    // The test browser is started so that it blocks nothing: here stands a browser that does.
    HTMLMediaElement.prototype.play = function play(this: HTMLMediaElement) {
      return allowed
        ? original.call(this)
        : Promise.reject(new DOMException('no gesture', 'NotAllowedError'));
    };
    pair = await MediaPair.open();
    await pair.call();
    await pair.alice.fact('playback-blocked', ({ blocked }) => blocked);
  });
  afterEach(async () => {
    await pair.close();
    HTMLMediaElement.prototype.play = original;
    listeners.close();
  });

  const element = (): HTMLMediaElement | undefined => pair.ledger.elementOf(pair.receiver(0).track);
  const blockedFacts = (): boolean[] =>
    pair.alice.facts.flatMap((fact) => (fact.type === 'playback-blocked' ? [fact.blocked] : []));

  for (const gesture of ['pointerdown', 'pointerup', 'keydown'])
    it(`plays after the first ${gesture} anywhere in the page`, async () => {
      allowed = true;
      document.body.dispatchEvent(new Event(gesture, { bubbles: true }));
      await pair.alice.fact('playback-blocked', ({ blocked }) => !blocked);
      expect(element()?.paused).to.equal(false);
      expect(blockedFacts()).to.deep.equal([true, false]);
    });

  it('stays blocked while a gesture does not help', async () => {
    document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }));
    await pair.alice.media.unlock();
    expect(blockedFacts()).to.deep.equal([true]);
  });

  it('plays when asked to from a gesture of the application', async () => {
    allowed = true;
    await pair.alice.media.unlock();
    expect(element()?.paused).to.equal(false);
    expect(blockedFacts()).to.deep.equal([true, false]);
  });

  it('is blocked no longer when the call is over', async () => {
    await pair.alice.media.close('call');
    await until(() => blockedFacts().at(-1) === false, 'no block');
  });

  it('listens for gestures only while something is blocked', async () => {
    expect(listeners.on(document)).to.be.greaterThan(0);
    allowed = true;
    await Promise.all([pair.alice.media.unlock(), pair.bob.media.unlock()]);
    expect(listeners.on(document)).to.equal(0);
  });

  it('listens for no gesture after the end', async () => {
    await Promise.all([pair.alice.dispose(), pair.bob.dispose()]);
    expect(listeners.on(document)).to.equal(0);
  });
});
