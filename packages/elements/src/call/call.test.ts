import { CadranError, type CallState, type ErrorCode, type PhoneState } from '@cadran/core';
import { createStillPhone, type StillPhone } from '@cadran/core/testing';
import { aTimeout, expect, fixtureSync, html, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';

import '../define/call.js';
import type { IntentDetails } from '../internal/intents.js';
import { en } from '../internal/locale/en.js';
import { fr } from '../internal/locale/fr.js';
import { callers, storyCall, withCalls } from '../internal/story-calls.js';
import { stories } from './call.stories.js';
import type { CadranCall } from './call.js';

let phone: StillPhone;
let element: CadranCall;

async function draw(state: Partial<PhoneState>, lang = 'en'): Promise<void> {
  phone = createStillPhone(state);
  const place = fixtureSync(
    html`<div lang=${lang}><cadran-call .phone=${phone} call-id="bob"></cadran-call></div>`,
  );
  element = place.querySelector('cadran-call') as CadranCall;
  await element.updateComplete;
}

const drawCall = (change: Partial<CallState> = {}, lang?: string): Promise<void> =>
  draw(withCalls(storyCall(change)), lang);

async function change(call: Partial<CallState>): Promise<void> {
  phone.show(withCalls({ ...storyCall(), ...phone.state.get().calls['bob'], ...call }));
  await element.updateComplete;
}

const inside = (selector: string): HTMLElement =>
  element.shadowRoot?.querySelector(selector) as HTMLElement;
const target = (): HTMLInputElement => inside('#target') as HTMLInputElement;
const control = (name: string): HTMLElement => inside(`[data-control="${name}"]`);
const text = (selector: string): string => inside(selector).textContent.replace(/\s+/g, ' ').trim();
const names = (): string[] => phone.commands.map(({ name }) => name);

async function click(target: HTMLElement): Promise<void> {
  target.click();
  await aTimeout(0);
  await element.updateComplete;
}

describe('the controls of cadran-call', () => {
  it('mute, unmute, hold, resume and hang up', async () => {
    await drawCall();
    await click(control('mute'));
    await change({ muted: true });
    await click(control('mute'));
    await click(control('hold'));
    await change({ hold: 'held' });
    await click(control('hold'));
    await click(inside('[part="hang-up"]'));
    expect(names()).to.deep.equal(['mute', 'unmute', 'hold', 'resume', 'hangup']);
  });

  it('have the sound devices in a popover, which is empty until it opens', async () => {
    await drawCall();
    const isEmpty = (): boolean => inside('#sound').childElementCount === 0;
    expect(isEmpty()).to.equal(true);
    inside('.sound').focus();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => inside('#sound').matches(':popover-open'));
    await element.updateComplete;
    expect(inside('cadran-device-picker').checkVisibility()).to.equal(true);
    await sendKeys({ press: 'Tab' });
    expect(element.shadowRoot?.activeElement?.localName).to.equal('cadran-device-picker');
    await sendKeys({ press: 'Escape' });
    await waitUntil(isEmpty);
    expect(element.shadowRoot?.activeElement?.className).to.contain('sound');
  });

  it('say nothing before the wire does', async () => {
    await drawCall();
    await click(control('hold'));
    expect(text('[part="status"]')).to.equal(en.active);
    await change({ hold: 'holding' });
    expect(text('[part="status"]')).to.equal(en.holding);
    expect(control('hold').getAttribute('aria-busy')).to.equal('true');
  });

  it('answer and decline what rings, call again and close what is over', async () => {
    await drawCall({ direction: 'incoming', status: 'ringing' });
    await click(inside('[part="answer"]'));
    await click(inside('[part="hang-up"]'));
    await change({ status: 'ended', ended: { by: 'remote', reason: 'hangup' } });
    await click(inside('[part="answer"]'));
    await click(inside('[part="hang-up"]'));
    expect(names()).to.deep.equal(['answer', 'decline', 'dial', 'dismiss']);
    expect(phone.commands[2]?.arguments).to.deep.equal(['sip:1002@cadran.test']);
  });

  it('do nothing where the call does not allow it, and can be reached to learn that', async () => {
    await drawCall({ status: 'ringing' });
    for (const name of ['hold', 'keypad', 'transfer']) {
      expect(control(name).getAttribute('aria-disabled')).to.equal('true');
      await click(control(name));
    }
    expect(names()).to.deep.equal([]);
    expect(inside('.panel')).to.equal(null);
  });

  it('show the current call when none is named', async () => {
    await draw(
      withCalls(storyCall({ hold: 'held' }), storyCall({ id: 'dave', remote: callers.dave })),
    );
    element.removeAttribute('call-id');
    await element.updateComplete;
    expect(text('[part="name"]')).to.equal('Dave Okafor');
    phone.show({ calls: {}, order: [] });
    await element.updateComplete;
    expect(element.matches(':state(empty)')).to.equal(true);
    expect(element.getBoundingClientRect().height).to.equal(0);
  });
});

describe('the keys of cadran-call', () => {
  it('M, H, K and T work while the focus is inside, and only then', async () => {
    await drawCall();
    await sendKeys({ press: 'm' });
    expect(names()).to.deep.equal([]);
    element.focus();
    await sendKeys({ press: 'm' });
    await sendKeys({ press: 'H' });
    await sendKeys({ down: 'Control' });
    await sendKeys({ press: 'm' });
    await sendKeys({ up: 'Control' });
    expect(names()).to.deep.equal(['mute', 'hold']);
    await sendKeys({ press: 'k' });
    await element.updateComplete;
    expect(inside('.keypad')).to.not.equal(null);
  });

  it('are letters in a field', async () => {
    await drawCall();
    await click(control('transfer'));
    await sendKeys({ type: 'mht' });
    expect(target().value).to.equal('mht');
    expect(names()).to.deep.equal([]);
  });

  it('can be turned off, by the page and by the person', async () => {
    await drawCall();
    element.noShortcuts = true;
    await element.updateComplete;
    element.focus();
    await sendKeys({ press: 'm' });
    expect(names()).to.deep.equal([]);
    await click(inside('#shortcuts .button'));
    expect(element.hasAttribute('no-shortcuts')).to.equal(false);
    element.focus();
    await sendKeys({ press: 'm' });
    expect(names()).to.deep.equal(['mute']);
  });

  it('are listed in a popover', async () => {
    await drawCall();
    inside('.help').click();
    expect(inside('#shortcuts').matches(':popover-open')).to.equal(true);
    const keys = [...inside('#shortcuts').querySelectorAll('kbd')].map((key) => key.textContent);
    expect(keys).to.deep.equal(['M', 'H', 'K', 'T']);
    await sendKeys({ press: 'Escape' });
    expect(inside('#shortcuts').matches(':popover-open')).to.equal(false);
  });

  it('Escape closes a panel, ends nothing, and gives the focus back', async () => {
    await drawCall();
    await click(control('transfer'));
    expect(element.shadowRoot?.activeElement).to.equal(inside('#target'));
    await sendKeys({ press: 'Escape' });
    await element.updateComplete;
    expect(inside('.panel')).to.equal(null);
    expect(element.shadowRoot?.activeElement).to.equal(control('transfer'));
    await sendKeys({ press: 'Escape' });
    expect(names()).to.deep.equal([]);
  });

  it('digits on the keypad reach the call', async () => {
    await drawCall();
    await click(control('keypad'));
    await sendKeys({ type: '4#' });
    expect(
      phone.commands.map(({ name, callId, arguments: [digit] }) => [name, callId, digit]),
    ).to.deep.equal([
      ['sendDtmf', 'bob', '4'],
      ['sendDtmf', 'bob', '#'],
    ]);
  });

  it('the focus stays in the call when what had it goes away', async () => {
    await drawCall({ direction: 'incoming', status: 'ringing' });
    inside('[part="answer"]').focus();
    await change({ status: 'connecting' });
    expect(element.shadowRoot?.activeElement).to.equal(inside('.base'));
  });
});

describe('the page has the last word on cadran-call', () => {
  const intents: [keyof IntentDetails, Partial<CallState>, string][] = [
    ['cadran-answer-request', { direction: 'incoming', status: 'ringing' }, '[part="answer"]'],
    ['cadran-decline-request', { direction: 'incoming', status: 'ringing' }, '[part="hang-up"]'],
    ['cadran-hangup-request', {}, '[part="hang-up"]'],
    ['cadran-hold-request', {}, '[data-control="hold"]'],
    [
      'cadran-dial-request',
      { status: 'ended', ended: { by: 'remote', reason: 'busy' } },
      '[part="answer"]',
    ],
  ];
  for (const [name, state, selector] of intents) {
    it(name, async () => {
      await drawCall(state);
      let asked = 0;
      element.addEventListener(name, (event) => {
        asked += 1;
        event.preventDefault();
      });
      await click(inside(selector));
      expect(asked).to.equal(1);
      expect(names()).to.deep.equal([]);
    });
  }
});

describe('transferring with cadran-call', () => {
  async function transferTo(number: string, kind: 'blind' | 'attended'): Promise<void> {
    if (element.shadowRoot?.querySelector('#target') === null) await click(control('transfer'));
    target().value = number;
    await click(inside(`[data-kind="${kind}"]`));
  }

  it('blind and asking first, each asked of the page', async () => {
    await drawCall();
    const asked: unknown[] = [];
    element.addEventListener('cadran-transfer-request', ({ detail }) => asked.push(detail));
    await transferTo(' 1003 ', 'blind');
    element.addEventListener('cadran-transfer-request', (event) => event.preventDefault());
    await transferTo('1004', 'attended');
    expect(asked).to.deep.equal([
      { callId: 'bob', target: '1003', kind: 'blind' },
      { callId: 'bob', target: '1004', kind: 'attended' },
    ]);
    expect(names()).to.deep.equal(['transfer']);
  });

  it('goes nowhere without a target', async () => {
    await drawCall();
    await transferTo('  ', 'blind');
    expect(names()).to.deep.equal([]);
    expect(element.shadowRoot?.activeElement).to.equal(inside('#target'));
  });

  it('says in the panel why a target is refused', async () => {
    await drawCall();
    phone.failNext('consult', new CadranError('call/invalid-target'));
    await transferTo('???', 'attended');
    expect(text('.target-problem')).to.equal(en['call/invalid-target']);
    expect(inside('#target').getAttribute('aria-invalid')).to.equal('true');
  });

  it('commands the call that is transferred, from the window of the one asked', async () => {
    const transfer = {
      kind: 'attended',
      target: '1003',
      consultation: 'carol',
      status: 'consulting',
    } as const;
    const asked = storyCall({ id: 'carol', consultationFor: 'bob', remote: callers.carol });
    await draw(withCalls(storyCall({ hold: 'held', transfer }), asked));
    element.callId = 'carol';
    await element.updateComplete;
    expect(text('.consultation [part="notice"]')).to.equal(en.waitsMeanwhile('Bob Durand'));
    await click(inside('.consultation .primary'));
    await click(inside('.consultation .button:not(.primary)'));
    expect(phone.commands.map(({ name, callId }) => [name, callId])).to.deep.equal([
      ['completeTransfer', 'bob'],
      ['cancelTransfer', 'bob'],
    ]);
  });
});

describe('a transfer that the other side asks for', () => {
  const ask = (): Promise<void> =>
    drawCall({
      transferRequest: {
        kind: 'blind',
        status: 'asking',
        target: callers.carol,
        expiresAt: Date.now() + 25_000,
      },
    });
  const buttons = (): HTMLElement[] => [
    ...inside('[part="consent"]').querySelectorAll<HTMLElement>('button'),
  ];

  it('is put to the person politely, with the address beside the name', async () => {
    await ask();
    const card = text('[part="consent"]');
    expect(card).to.contain('Bob Durand wants to connect you with');
    expect(card).to.contain('Carol Nguyen');
    expect(card).to.contain('+33 1 45 67 12 03');
    expect(inside('[part="consent"]').closest('[role="status"]')).to.not.equal(null);
    expect(element.matches(':focus-within')).to.equal(false);
    for (const button of buttons()) expect(button.offsetHeight).to.be.at.least(44);
  });

  it('is accepted or refused with a button', async () => {
    await ask();
    const [refuse, accept] = buttons() as [HTMLElement, HTMLElement];
    await click(refuse);
    await click(accept);
    expect(names()).to.deep.equal(['transferRequests.refuse', 'transferRequests.accept']);
    expect(phone.commands[1]?.callId).to.equal('bob');
  });

  it('is the last word of the page', async () => {
    await ask();
    const asked: IntentDetails['cadran-transfer-answer-request'][] = [];
    element.addEventListener('cadran-transfer-answer-request', (event) => {
      event.preventDefault();
      asked.push(event.detail);
    });
    await click(buttons()[1] as HTMLElement);
    expect(asked).to.deep.equal([{ callId: 'bob', target: callers.carol.uri, accept: true }]);
    expect(names()).to.deep.equal([]);
  });

  it('takes no click that was meant for what stood there before', async () => {
    await ask();
    const early = new MouseEvent('click', { detail: 1, bubbles: true });
    (buttons()[1] as HTMLElement).dispatchEvent(early);
    expect(names()).to.deep.equal([]);
  });

  it('says that it came to nothing', async () => {
    await drawCall({
      hold: 'held',
      transferRequest: {
        kind: 'blind',
        status: 'failed',
        target: callers.carol,
        expiresAt: Date.now(),
      },
    });
    expect(text('.notices')).to.contain(en['transfer-request/failed']('Carol Nguyen'));
  });
});

describe('what fails in cadran-call is said in it', () => {
  const failures: [string, ErrorCode, string][] = [
    ['hold', 'call/hold-failed', '[data-control="hold"]'],
    ['mute', 'media/failed', '[data-control="mute"]'],
    ['hangup', 'signaling/timeout', '[part="hang-up"]'],
  ];
  for (const [lang, words] of Object.entries({ en, fr })) {
    for (const [command, code, selector] of failures) {
      it(`${command} in ${lang}`, async () => {
        await drawCall({}, lang);
        phone.failNext(command, new CadranError(code));
        await click(inside(selector));
        expect(text('.notices')).to.equal(words[code]);
      });
    }
  }
});

describe('the clock of cadran-call', () => {
  it('writes only itself', async () => {
    await drawCall();
    let renders = 0;
    element.addController({ hostUpdated: () => (renders += 1) });
    const before = text('[part="clock"]');
    await waitUntil(() => text('[part="clock"]') !== before, 'the clock runs', { timeout: 3000 });
    expect(renders).to.equal(0);
  });

  it('stops with the element, and goes on with it', async () => {
    const { setTimeout: start, clearTimeout: stop } = window;
    const running = new Set<unknown>();
    window.setTimeout = ((handler: () => void, delay?: number) => {
      const timer = start(() => {
        running.delete(timer);
        handler();
      }, delay);
      running.add(timer);
      return timer;
    }) as typeof start;
    window.clearTimeout = (timer) => {
      running.delete(timer);
      stop(timer);
    };
    try {
      await drawCall();
      const place = element.parentElement!;
      expect(running.size).to.equal(1);
      element.remove();
      expect(running.size).to.equal(0);
      place.append(element);
      expect(running.size).to.equal(1);
      element.remove();
    } finally {
      window.setTimeout = start;
      window.clearTimeout = stop;
    }
  });
});

describe('cadran-call keeps its frame', () => {
  it('in every state, with every control in its place', async () => {
    const frames = new Map<string, string>();
    for (const story of stories.filter(({ name }) => name !== 'short frame')) {
      const place = fixtureSync<HTMLElement>(html`<div>${story.render()}</div>`);
      await story.play?.(place);
      const call = place.querySelector('cadran-call') as CadranCall;
      await call.updateComplete;
      const base = call.shadowRoot?.querySelector('.base')?.getBoundingClientRect() as DOMRect;
      const boxes = [...(call.shadowRoot?.querySelectorAll('.base, .disc, [part="hang-up"]') ?? [])]
        .map((each) => each.getBoundingClientRect())
        .map(({ x, y, width, height }) => [x - base.x, y - base.y, width, height].map(Math.round));
      frames.set(JSON.stringify(boxes), story.name);
      place.remove();
    }
    expect([...frames.values()]).to.have.length(1);
  });

  it('and shows a hostile name as text', async () => {
    const displayName = `<img src=x onerror=alert(1)>\u202E\u0000${'A'.repeat(10_000)}`;
    await drawCall({ remote: { uri: 'sip:666@cadran.test', displayName, verified: false } });
    expect(inside('img')).to.equal(null);
    expect(text('[part="name"]')).to.match(/^<img src=x onerror=alert\(1\)>A+…$/);
    expect(text('[part="name"]').length).to.be.below(80);
    expect(text('[part="detail"]')).to.equal('666');
  });
});

describe('cadran-call speaks the language of its page', () => {
  it('and changes with it', async () => {
    await drawCall({ hold: 'held', muted: true }, 'fr');
    expect(text('[part="status"]')).to.equal('En attente');
    expect(text('.notices')).to.equal('Micro coupé');
    expect(control('mute').getAttribute('aria-label')).to.equal('Activer le micro');
    element.parentElement!.lang = 'en';
    await waitUntil(() => text('[part="status"]') === 'On hold');
  });
});

describe('a call whose sound is in another page', () => {
  const elsewhere = { ...withCalls(storyCall({ page: 'another' })), page: 'this' };

  it('says so, and brings it here', async () => {
    await draw(elsewhere);
    expect(text('.notices')).to.contain(en['sound/elsewhere/more']);
    inside('[part=take]').click();
    expect(names()).to.deep.equal(['takeHere']);
    await draw(elsewhere, 'fr');
    expect(text('[part=take]')).to.equal(fr.takeHere);
    await expect(element).to.be.accessible();
  });

  it('stays there where the page does not want it', async () => {
    await draw(elsewhere);
    element.addEventListener('cadran-take-request', (event) => event.preventDefault());
    inside('[part=take]').click();
    expect(names()).to.deep.equal([]);
  });

  it('may be kept, and says how to go on', async () => {
    await drawCall({ kept: { waitsFor: 'page', since: 0, until: 0 } });
    expect(text('.notices')).to.contain(en['sound/nowhere/more']);
    expect(inside('[part=take]')).to.exist;
    expect(inside('.running-out')).to.exist;
    await change({ kept: { waitsFor: 'sound', since: 0, until: 0 } });
    expect(inside('[part=take]')).not.to.exist;
    expect(text('.notices')).to.contain(en['sound/coming/more']);
  });
});
