import { CadranError, type CallState } from '@cadran/core';
import { createStillPhone, type StillPhone } from '@cadran/core/testing';
import { aTimeout, expect, fixture, html } from '@open-wc/testing';

import '../define/call-list.js';
import { en } from '../internal/locale/en.js';
import { callers, storyCall, withCalls } from '../internal/story-calls.js';
import type { CadranCallList } from './call-list.js';

let phone: StillPhone;
let element: CadranCallList;

const dave = storyCall({ id: 'dave', hold: 'held', remote: callers.dave });
const carol = storyCall({ id: 'carol', hold: 'held', remote: callers.carol });
const ringing = storyCall({ id: 'emma', direction: 'incoming', status: 'ringing' });

async function draw(...calls: readonly CallState[]): Promise<void> {
  phone = createStillPhone(withCalls(...calls));
  element = await fixture(html`<cadran-call-list .phone=${phone}></cadran-call-list>`);
}

const all = (selector: string): HTMLElement[] => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const shownNames = (): string[] => all('[part="name"]').map((each) => each.textContent.trim());

async function click(target: HTMLElement | undefined): Promise<void> {
  target?.click();
  await aTimeout(0);
  await element.updateComplete;
}

describe('cadran-call-list', () => {
  it('shows who is spoken with and who waits, not who rings', async () => {
    await draw(storyCall(), dave, ringing);
    expect(shownNames()).to.deep.equal(['Bob Durand', 'Dave Okafor']);
    const current = all('[aria-current="true"]');
    expect(current).to.have.length(1);
    expect(current[0]?.textContent).to.contain('Bob Durand');
    expect(all('[part="status"]')[1]?.textContent).to.contain(en.held);
  });

  it('says of each call where its sound is, when that is not here', async () => {
    const kept = { waitsFor: 'page', since: 0, until: 0 } as const;
    await draw({ ...dave, hold: 'active', kept }, storyCall({ page: 'another' }), carol);
    expect(all('[part="status"] > span:first-child').map((each) => each.textContent)).to.deep.equal(
      [en['sound/nowhere'], en['sound/elsewhere'], en.held],
    );
  });

  it('takes a call back, and says what that does to the other', async () => {
    await draw(storyCall(), dave);
    const [swap] = all('[part="resume"]');
    expect(swap?.getAttribute('aria-label')).to.equal(en.swapTo('Dave Okafor'));
    await click(swap);
    await click(all('[part="hang-up"]')[1]);
    expect(phone.commands.map(({ name, callId }) => [name, callId])).to.deep.equal([
      ['resume', 'dave'],
      ['hangup', 'dave'],
    ]);
  });

  it('resumes where nobody is spoken with', async () => {
    await draw(carol, dave);
    expect(all('[aria-current="true"]')).to.have.length(0);
    expect(all('[part="resume"]').map((each) => each.getAttribute('aria-label'))).to.deep.equal([
      en.resumeWith('Carol Nguyen'),
      en.resumeWith('Dave Okafor'),
    ]);
  });

  it('asks the page first', async () => {
    await draw(storyCall(), dave);
    const asked: unknown[] = [];
    for (const name of ['cadran-hold-request', 'cadran-hangup-request'] as const) {
      element.addEventListener(name, (event) => {
        asked.push(event.detail);
        event.preventDefault();
      });
    }
    await click(all('[part="resume"]')[0]);
    await click(all('[part="hang-up"]')[0]);
    expect(asked).to.deep.equal([{ callId: 'dave', hold: false }, { callId: 'bob' }]);
    expect(phone.commands).to.have.length(0);
  });

  it('says why a call could not be taken back', async () => {
    await draw(storyCall(), dave);
    phone.failNext('resume', new CadranError('call/resume-failed'));
    await click(all('[part="resume"]')[0]);
    expect(all('[part="notice"]')[0]?.textContent.trim()).to.equal(en['call/resume-failed']);
  });

  it('never lets a second press end another call', async () => {
    await draw(storyCall(), dave);
    const [first] = all('[part="hang-up"]');
    first?.focus();
    phone.show(withCalls(dave));
    await element.updateComplete;
    expect(first?.isConnected).to.equal(false);
    expect(element.shadowRoot?.activeElement).to.equal(all('.base')[0]);
  });

  it('leaves out the call of the window when asked to, and takes no room when empty', async () => {
    await draw(storyCall(), dave);
    element.onlyOthers = true;
    await element.updateComplete;
    expect(shownNames()).to.deep.equal(['Dave Okafor']);
    phone.show(withCalls(storyCall()));
    await element.updateComplete;
    expect(element.getBoundingClientRect().height).to.equal(0);
  });
});
