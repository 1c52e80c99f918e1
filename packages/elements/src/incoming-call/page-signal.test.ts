import type { CallState } from '@cadran/core';
import { createStillPhone, type StillPhone } from '@cadran/core/testing';
import { expect, fixture, html } from '@open-wc/testing';

import '../define/incoming-call.js';
import { en } from '../internal/locale/en.js';
import { signedIn, storyCall, withCalls } from '../internal/story-calls.js';
import type { CadranIncomingCall } from './incoming-call.js';

const title = 'Incoming call from Bob Durand';
const ringing = storyCall({ direction: 'incoming', status: 'ringing' });

let phone: StillPhone;
let element: CadranIncomingCall;

async function draw(): Promise<void> {
  phone = createStillPhone(signedIn);
  element = await fixture(
    html`<cadran-incoming-call lang="en" .phone=${phone}></cadran-incoming-call>`,
  );
}

async function show(...calls: readonly CallState[]): Promise<void> {
  phone.show(withCalls(...calls));
  await element.updateComplete;
}

function see(state: 'visible' | 'hidden'): void {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

const icons = (): number => document.querySelectorAll('link[rel="icon"]').length;

describe('while its tab is hidden, cadran-incoming-call', () => {
  beforeEach(async () => {
    document.title = 'Intranet';
    see('visible');
    await draw();
  });
  afterEach(() => {
    Reflect.deleteProperty(document, 'visibilityState');
  });

  it('says it by title and icon, until the tab is seen', async () => {
    const before = icons();
    await show(ringing);
    expect(document.title).to.equal('Intranet');
    see('hidden');
    expect(document.title).to.equal(title);
    expect(icons()).to.equal(before + 1);
    see('visible');
    expect(document.title).to.equal('Intranet');
    expect(icons()).to.equal(before);
  });

  it('until the call stops ringing, and until it is taken away itself', async () => {
    see('hidden');
    await show(ringing);
    expect(document.title).to.equal(title);
    await show();
    expect(document.title).to.equal('Intranet');
    await show(ringing);
    expect(document.title).to.equal(title);
    element.remove();
    expect(document.title).to.equal('Intranet');
  });

  it('leaves a title alone that the page changed meanwhile', async () => {
    see('hidden');
    await show(ringing);
    document.title = '3 new messages';
    await show();
    expect(document.title).to.equal('3 new messages');
  });

  it('restores the title of the page also where two elements say it', async () => {
    const other: CadranIncomingCall = await fixture(
      html`<cadran-incoming-call lang="en" .phone=${phone}></cadran-incoming-call>`,
    );
    see('hidden');
    await show(ringing);
    await other.updateComplete;
    await show();
    await other.updateComplete;
    expect(document.title).to.equal('Intranet');
  });

  it('says nothing where it was told to be quiet', async () => {
    element.quietTab = true;
    see('hidden');
    await show(ringing);
    expect(document.title).to.equal('Intranet');
  });

  it('shows a notification only where that was allowed before, and closes it', async () => {
    const { Notification: real } = globalThis;
    const shown: string[] = [];
    class FakeNotification {
      static permission = 'default';
      onclick: (() => void) | null = null;
      constructor(text: string, options: NotificationOptions) {
        shown.push(`${text}, ${options.body}`);
      }
      close(): void {
        shown.push('closed');
      }
    }
    globalThis.Notification = FakeNotification as unknown as typeof Notification;
    try {
      see('hidden');
      await show(ringing);
      await show();
      expect(shown).to.deep.equal([]);
      FakeNotification.permission = 'granted';
      await show(ringing);
      await show();
      expect(shown).to.deep.equal([`${en.incomingFrom('Bob Durand')}, 1002`, 'closed']);
    } finally {
      globalThis.Notification = real;
    }
  });

  it('keeps to the title once the policy of the page has refused its icon', async () => {
    const before = icons();
    see('hidden');
    await show(ringing);
    expect(icons()).to.equal(before + 1);
    const refusal = { blockedURI: 'data', effectiveDirective: 'img-src' };
    document.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), refusal));
    await show();
    await show({ ...ringing, id: 'another' });
    expect(document.title).to.equal(title);
    expect(icons()).to.equal(before);
  });
});
