import { CadranError, type CallState, type PhoneState } from '@cadran/core';
import { createStillPhone, type StillPhone } from '@cadran/core/testing';
import { aTimeout, expect, fixtureSync, html, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';

import '../define/incoming-call.js';
import type { IntentDetails } from '../internal/intents.js';
import { en } from '../internal/locale/en.js';
import { callers, signedIn, storyCall, withCalls } from '../internal/story-calls.js';
import type { CadranIncomingCall } from './incoming-call.js';

let phone: StillPhone;
let place: HTMLElement;
let element: CadranIncomingCall;

const bob = (change: Partial<CallState> = {}): CallState =>
  storyCall({ direction: 'incoming', status: 'ringing', media: 'none', ...change });
const carol = (): CallState => bob({ id: 'carol', remote: callers.carol });

async function draw(state: Partial<PhoneState> = signedIn, lang = 'en'): Promise<void> {
  phone = createStillPhone(state);
  place = fixtureSync(
    html`<div lang=${lang}>
      <label>Notes <input /></label>
      <cadran-incoming-call .phone=${phone}></cadran-incoming-call>
    </div>`,
  );
  element = place.querySelector('cadran-incoming-call') as CadranIncomingCall;
  await settle();
}

async function settle(): Promise<void> {
  await element.updateComplete;
  await element.updateComplete;
}

async function show(...calls: readonly CallState[]): Promise<void> {
  phone.show(withCalls(...calls));
  await settle();
}

const inside = (selector: string): HTMLElement =>
  element.shadowRoot?.querySelector(selector) as HTMLElement;
const alertText = (): string => inside('[role="alert"]').textContent.trim();
const names = (): string[] => phone.commands.map(({ name }) => name);
const input = (): HTMLInputElement => place.querySelector('input') as HTMLInputElement;

async function click(target: HTMLElement): Promise<void> {
  target.click();
  await aTimeout(0);
  await settle();
}

describe('cadran-incoming-call announces', () => {
  it('each call once, within 500 ms, with caller, proof and the way there', async () => {
    await draw();
    const heard: string[] = [];
    const observer = new MutationObserver(() => heard.push(alertText()));
    observer.observe(inside('[role="alert"]'), {
      childList: true,
      characterData: true,
      subtree: true,
    });
    const start = performance.now();
    await show(bob());
    await waitUntil(() => heard.length > 0, 'it is announced', { interval: 5, timeout: 500 });
    expect(performance.now() - start).to.be.below(500);
    const first =
      'Incoming call from Bob Durand, 1002. Caller not verified. Press F8 to go to the call.';
    expect(heard).to.deep.equal([first]);
    await show(bob({ silenced: true }));
    phone.show({ warnings: [{ code: 'media/playback-blocked', since: 0 }] });
    await settle();
    expect(heard).to.deep.equal([first]);
    await show(bob(), carol());
    await waitUntil(() => heard.length > 1);
    expect(heard[1]).to.match(/^Incoming call from Carol Nguyen.* Verified caller\./);
    observer.disconnect();
  });

  it('a call that rang before the element was there', async () => {
    await draw(withCalls(bob()), 'fr');
    expect(alertText()).to.match(/^Appel entrant de Bob Durand, 1002\. Appelant non vérifié\./);
  });

  it('a hostile name as text', async () => {
    const displayName = `<img src=x onerror=alert(1)>\u202E${'A'.repeat(10_000)}`;
    await draw(
      withCalls(bob({ remote: { uri: 'sip:666@cadran.test', displayName, verified: false } })),
    );
    expect(inside('img')).to.equal(null);
    expect(alertText().length).to.be.below(250);
    expect(alertText()).to.not.contain('\u202E');
  });
});

describe('cadran-incoming-call and the keyboard', () => {
  it('takes no focus, and no key, from somebody who types', async () => {
    await draw();
    input().focus();
    await sendKeys({ type: 'my n' });
    await show(bob());
    await sendKeys({ type: 'otes' });
    await sendKeys({ press: 'Escape' });
    await sendKeys({ press: 'Enter' });
    expect(document.activeElement).to.equal(input());
    expect(input().value).to.equal('my notes');
    expect(names()).to.deep.equal([]);
  });

  it('is reached by its key; Escape silences, declines nothing and goes back', async () => {
    await draw();
    input().focus();
    await show(bob());
    await sendKeys({ press: 'F8' });
    expect(element.shadowRoot?.activeElement).to.equal(inside('[part="answer"]'));
    await sendKeys({ press: 'Escape' });
    expect(names()).to.deep.equal(['silence']);
    expect(document.activeElement).to.equal(input());
  });

  it('lets the page choose the key, or have none', async () => {
    await draw();
    element.shortcut = 'Control+Shift+Y';
    await show(bob());
    await sendKeys({ press: 'F8' });
    expect(document.activeElement).to.not.equal(element);
    await sendKeys({ down: 'Control' });
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Y' });
    await sendKeys({ up: 'Shift' });
    await sendKeys({ up: 'Control' });
    expect(document.activeElement).to.equal(element);
  });

  it('silences from anywhere by one key, and by one click', async () => {
    await draw();
    await show(bob(), carol());
    input().focus();
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'F8' });
    await sendKeys({ up: 'Shift' });
    expect(phone.commands.map(({ name, callId }) => [name, callId])).to.deep.equal([
      ['silence', 'bob'],
      ['silence', 'carol'],
    ]);
    await click(inside('[part="silence"]'));
    expect(names()).to.deep.equal(['silence', 'silence', 'silence']);
    await show(bob({ silenced: true }));
    expect(element.matches(':state(silenced)')).to.equal(true);
    expect(inside('.kind').textContent).to.equal(en.silenced);
  });

  it('gives the focus back when the call goes away', async () => {
    await draw();
    input().focus();
    await show(bob());
    await sendKeys({ press: 'F8' });
    await show();
    expect(document.activeElement).to.equal(input());
  });
});

describe('cadran-incoming-call acts', () => {
  it('answers and declines, as busy or for all devices', async () => {
    await draw();
    await show(bob());
    await click(inside('[part="answer"]'));
    await click(inside('[part="decline"]'));
    for (const way of element.shadowRoot?.querySelectorAll<HTMLElement>('.popover .button') ?? []) {
      await click(way);
    }
    expect(phone.commands.map(({ name, arguments: [options] }) => [name, options])).to.deep.equal([
      ['answer', undefined],
      ['decline', { as: 'decline' }],
      ['decline', { as: 'busy' }],
      ['decline', { as: 'decline' }],
    ]);
  });

  it('not on a click that was meant for what stood there before', async () => {
    await draw();
    await show(bob());
    const shownAt = performance.now();
    const pointAndClick = (): boolean =>
      inside('[part="answer"]').dispatchEvent(
        new MouseEvent('click', { detail: 1, bubbles: true }),
      );
    pointAndClick();
    expect(names()).to.deep.equal([]);
    await waitUntil(() => performance.now() > shownAt + 300, 'the guard is over', { interval: 20 });
    pointAndClick();
    expect(names()).to.deep.equal(['answer']);
    await show(bob(), carol());
    pointAndClick();
    expect(names(), 'cards have moved').to.deep.equal(['answer']);
  });

  it('says that answering holds the other call', async () => {
    await draw();
    await show(storyCall({ id: 'dave', remote: callers.dave }), bob());
    expect(inside('[part="answer"]').textContent.trim()).to.equal(en.holdAndAnswer);
  });

  for (const [name, part] of [
    ['cadran-answer-request', 'answer'],
    ['cadran-decline-request', 'decline'],
  ] as [keyof IntentDetails, string][]) {
    it(`only where the page lets it: ${name}`, async () => {
      await draw();
      await show(bob());
      element.addEventListener(name, (event) => event.preventDefault());
      await click(inside(`[part="${part}"]`));
      expect(names()).to.deep.equal([]);
    });
  }

  it('and says what failed, what stands in the way, and how to get sound', async () => {
    await draw();
    await show(bob());
    phone.failNext('answer', new CadranError('media/device-busy'));
    await click(inside('[part="answer"]'));
    expect(inside('[part="notice"]').textContent.trim()).to.equal(en['media/device-busy']);
    phone.show({
      warnings: [{ code: 'media/playback-blocked', since: 0 }],
      devices: { permission: 'denied', microphones: [], speakers: [], canChooseSpeaker: false },
    });
    await settle();
    expect(element.matches(':state(loud)')).to.equal(true);
    await click(inside('[part="unlock"]'));
    expect(names()).to.deep.equal(['answer', 'devices.unlockSound']);
    expect(inside('[part="notice"]').textContent.trim()).to.equal(en['media/permission-denied']);
  });

  it('tells of a missed call until it is dismissed', async () => {
    await draw();
    const { activeAt: _, ...missed } = bob({
      status: 'ended',
      ended: { by: 'remote', reason: 'cancelled' },
    });
    await show(missed);
    expect(inside('.kind').textContent).to.equal(en.missedCall);
    await click(inside('[part="dismiss"]'));
    expect(names()).to.deep.equal(['dismiss']);
    await show();
    expect(element.getBoundingClientRect().height).to.equal(0);
  });
});

it('says of a call that answers by itself that it does, in either language', async () => {
  for (const [lang, words] of [
    ['en', 'answered by itself'],
    ['fr', 'décroché automatiquement'],
  ] as const) {
    await draw(signedIn, lang);
    await show(bob());
    const status = element.shadowRoot?.querySelector('[role="status"]');
    expect(status?.textContent).not.to.contain(words);
    await show(bob({ autoAnswerAt: 1 }));
    expect(status?.textContent).to.contain(words);
  }
});
