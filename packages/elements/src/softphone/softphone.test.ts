import { CadranError, type CallState, type PhoneState } from '@cadran/core';
import { createStillPhone, type StillPhone } from '@cadran/core/testing';
import { aTimeout, expect, fixture, fixtureSync, html, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';

import { ListenerLedger } from '../../../../test/support/page/listener-ledger.js';
import '../define/softphone.js';
import { en } from '../internal/locale/en.js';
import { callers, signedIn, storyCall, withCalls } from '../internal/story-calls.js';
import type { CadranSoftphone } from './softphone.js';
import { stories } from './softphone.stories.js';

let phone: StillPhone;
let element: CadranSoftphone;

const ringing = storyCall({
  id: 'carol',
  direction: 'incoming',
  status: 'ringing',
  remote: callers.carol,
});

async function draw(state: Partial<PhoneState> = signedIn): Promise<void> {
  phone = createStillPhone(state);
  element = await fixture(html`<cadran-softphone lang="en" .phone=${phone}></cadran-softphone>`);
  await settle();
}

async function settle(): Promise<void> {
  await element.updateComplete;
  await aTimeout(0);
  await element.updateComplete;
}

async function show(...calls: readonly CallState[]): Promise<void> {
  phone.show(withCalls(...calls));
  await settle();
}

const inside = (selector: string): HTMLElement =>
  element.shadowRoot?.querySelector(selector) as HTMLElement;
const deep = (tag: string, selector: string): HTMLElement =>
  inside(tag).shadowRoot?.querySelector(selector) as HTMLElement;
const isSeen = (selector: string): boolean => {
  const found = element.shadowRoot?.querySelector(selector);
  return found !== null && found !== undefined && found.getClientRects().length > 0;
};
const names = (): string[] => phone.commands.map(({ name }) => name);

describe('cadran-softphone shows', () => {
  it('why there is no telephone yet', async () => {
    element = await fixture(html`<cadran-softphone lang="en"></cadran-softphone>`);
    expect(inside('[part="message"]').textContent.trim()).to.equal(en.notConfigured);
  });

  it('nothing in the first moment, in which nothing is known, unless that lasts', async () => {
    element = await fixture(html`<cadran-softphone lang="en"></cadran-softphone>`);
    const isVisible = (selector: string): boolean =>
      inside(selector).checkVisibility({ visibilityProperty: true });
    expect(isVisible('.body')).to.equal(false);
    for (const animation of inside('.base').getAnimations()) animation.finish();
    expect(isVisible('[part="message"]')).to.equal(true);
    await draw({ connection: { status: 'connecting' } });
    expect([isVisible('.header'), isVisible('.body')]).to.deep.equal([false, false]);
    await show(storyCall());
    expect([isVisible('.header'), isVisible('cadran-call')]).to.deep.equal([true, true]);
    phone.show({ connection: { status: 'connecting' } });
    await settle();
    expect(isVisible('.header')).to.equal(true);
  });

  it('who one is and how the line is', async () => {
    await draw();
    expect(inside('.name').textContent).to.equal('Alice');
    expect(inside('[part="status"]').textContent).to.equal(en.registered);
    phone.show({ connection: { status: 'reconnecting' } });
    await settle();
    expect(inside('[part="status"]').textContent).to.equal(en.reconnecting);
  });

  it('the dialpad, then the call, then the dialpad again', async () => {
    await draw();
    expect(isSeen('cadran-dialpad')).to.equal(true);
    await show(storyCall());
    expect(isSeen('cadran-dialpad')).to.equal(false);
    expect(deep('cadran-call', '[part="name"]').textContent.trim()).to.equal('Bob Durand');
    await show(storyCall({ status: 'ended', ended: { by: 'remote', reason: 'hangup' } }));
    expect(deep('cadran-call', '[part="status"]').textContent.trim()).to.equal(en['ended/hangup']);
    await show();
    expect(isSeen('cadran-dialpad')).to.equal(true);
  });

  it('what rings: alone in the whole telephone, during a call above it', async () => {
    await draw();
    await show(ringing);
    expect(isSeen('.body')).to.equal(false);
    expect(element.matches(':state(ringing)')).to.equal(true);
    await show(storyCall(), ringing);
    expect(isSeen('cadran-call')).to.equal(true);
    expect(inside('cadran-incoming-call').getBoundingClientRect().bottom).to.be.at.most(
      inside('cadran-call').getBoundingClientRect().top,
    );
  });

  it('those who wait beside the call', async () => {
    await draw();
    await show(storyCall(), storyCall({ id: 'dave', hold: 'held', remote: callers.dave }));
    expect(deep('cadran-call-list', '[part="name"]').textContent.trim()).to.equal('Dave Okafor');
  });

  it('a missed call in passing, over nothing that one types into', async () => {
    await draw();
    const { activeAt: _, ...missed } = { ...ringing, status: 'ended' as const };
    await show({ ...missed, ended: { by: 'remote', reason: 'cancelled' } });
    expect(isSeen('cadran-dialpad')).to.equal(true);
    const card = deep('cadran-incoming-call', '.card').getBoundingClientRect();
    const field = deep('cadran-dialpad', '[part="number"]').getBoundingClientRect();
    expect(card.bottom).to.be.below(field.top + field.height / 2);
  });
});

describe('cadran-softphone keeps', () => {
  it('its size in every state, in 320 and in 240 px', async () => {
    for (const width of [320, 240]) {
      const sizes = new Set<string>();
      for (const story of stories) {
        const place = fixtureSync<HTMLElement>(html`<div>${story.render()}</div>`);
        place.style.setProperty('width', `${width}px`);
        await story.play?.(place);
        await aTimeout(0);
        const base = place.querySelector('cadran-softphone')?.shadowRoot?.querySelector('.base');
        const box = base?.getBoundingClientRect();
        sizes.add(`${box?.width} ${box?.height} ${(base?.scrollWidth ?? 0) <= width}`);
        place.remove();
      }
      expect([...sizes]).to.deep.equal([`${width} 584 true`]);
    }
  });

  it('what ends a call in one place, from ringing to the end', async () => {
    await draw();
    const boxOf = (tag: string, selector: string): number[] => {
      const { x, y, height } = deep(tag, selector).getBoundingClientRect();
      return [x, y, height].map(Math.round);
    };
    await show(ringing);
    for (const animation of deep('cadran-incoming-call', '.card').getAnimations())
      animation.finish();
    const decline = boxOf('cadran-incoming-call', '[part="decline"]');
    await show({ ...ringing, status: 'active' });
    expect(boxOf('cadran-call', '[part="hang-up"]')).to.deep.equal(decline);
  });

  it('a number that is being typed while a call rings', async () => {
    await draw();
    deep('cadran-dialpad', '[part="number"]').focus();
    await sendKeys({ type: '100' });
    await show(ringing);
    await show();
    expect((inside('cadran-dialpad') as HTMLElement & { value: string }).value).to.equal('100');
  });
});

describe('cadran-softphone helps', () => {
  it('to sign in again, and says what failed', async () => {
    await draw({
      ...signedIn,
      registration: { status: 'failed', failure: { code: 'registration/wrong-password' } },
    });
    phone.failNext('registration.register', new CadranError('registration/wrong-password'));
    inside('[part="action"]').click();
    await settle();
    expect(names()).to.deep.equal(['registration.register']);
  });

  it('to allow the microphone', async () => {
    await draw({
      ...signedIn,
      devices: { permission: 'prompt', microphones: [], speakers: [], canChooseSpeaker: false },
    });
    inside('[part="action"]').click();
    expect(names()).to.deep.equal(['devices.requestPermission']);
  });

  it('to choose devices: settings open, and Escape closes them', async () => {
    await draw();
    const button = inside('[part="settings-button"]');
    button.click();
    await settle();
    expect(button.getAttribute('aria-expanded')).to.equal('true');
    deep('cadran-device-picker', 'select').focus();
    await sendKeys({ press: 'Escape' });
    await settle();
    expect(inside('[part="settings"]')).to.equal(null);
    expect(element.shadowRoot?.activeElement).to.equal(button);
  });

  it('whoever dialled by the keyboard to the keys of the call', async () => {
    await draw();
    deep('cadran-dialpad', '[part="number"]').focus();
    await sendKeys({ type: '1002' });
    await sendKeys({ press: 'Enter' });
    expect(names()).to.include('dial');
    await show(storyCall());
    await waitUntil(() => element.shadowRoot?.activeElement === inside('cadran-call'));
    await sendKeys({ press: 'm' });
    expect(names()).to.include('mute');
    await show();
    expect(element.shadowRoot?.activeElement).to.equal(inside('.base'));
  });

  for (const [tag, button, call] of [
    ['cadran-call', '.sound', storyCall()],
    ['cadran-call', '.help', storyCall()],
    ['cadran-incoming-call', '.more', ringing],
  ] as const) {
    it(`whoever was in the popover of ${button} back to it`, async () => {
      await draw();
      await show(call);
      deep(tag, button).focus();
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => inside(tag).shadowRoot?.querySelector(':popover-open'));
      await sendKeys({ press: 'Tab' });
      expect(inside(tag).shadowRoot?.activeElement?.matches(':popover-open *')).to.equal(true);
      await sendKeys({ press: 'Escape' });
      await settle();
      expect(inside(tag).shadowRoot?.activeElement?.matches(button)).to.equal(true);
    });
  }

  it('but takes no focus from elsewhere in the page', async () => {
    await draw();
    const field = document.createElement('input');
    element.after(field);
    field.focus();
    await show(storyCall());
    await show();
    expect(document.activeElement).to.equal(field);
    field.remove();
  });
});

describe('cadran-softphone leaves', () => {
  it('no listener, subscription or timer behind, amid calls', async () => {
    const ledger = new ListenerLedger();
    await draw(withCalls(storyCall(), storyCall({ id: 'dave', hold: 'held' }), ringing));
    element.remove();
    await aTimeout(0);
    const before = ledger.count;
    const timers = new Set<unknown>();
    const { setTimeout: start, clearTimeout: stop } = window;
    window.setTimeout = ((...all: Parameters<typeof start>) => {
      const timer = start(...all);
      timers.add(timer);
      return timer;
    }) as typeof start;
    window.clearTimeout = (timer) => {
      timers.delete(timer);
      stop(timer);
    };
    const parent = document.body;
    for (let round = 0; round < 100; round += 1) {
      parent.append(element);
      if (round % 20 === 0) await element.updateComplete;
      element.remove();
    }
    await element.updateComplete;
    window.setTimeout = start;
    window.clearTimeout = stop;
    expect(ledger.count).to.be.at.most(before);
    expect(timers.size).to.equal(0);
    ledger.close();
  });
});
