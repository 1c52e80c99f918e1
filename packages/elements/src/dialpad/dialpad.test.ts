import { CadranError, type CallState, type PhoneState } from '@cadran/core';
import { createStillPhone, type StillPhone } from '@cadran/core/testing';
import { aTimeout, expect, fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';

import '../define/dialpad.js';
import { en } from '../internal/locale/en.js';
import type { CadranDialpad } from './dialpad.js';

const ready: Partial<PhoneState> = {
  connection: { status: 'connected' },
  registration: { status: 'registered' },
};
const active = {
  id: 'one',
  status: 'active',
  hold: 'active',
  remote: { uri: 'sip:bob@cadran.test', displayName: '\u202eBob <b>', verified: false },
} as CallState;

let phone: StillPhone;
let dialpad: CadranDialpad;

async function draw(state: Partial<PhoneState> = ready): Promise<void> {
  phone = createStillPhone(state);
  dialpad = await fixture(html`<cadran-dialpad .phone=${phone}></cadran-dialpad>`);
}

const inside = (selector: string): HTMLElement =>
  dialpad.shadowRoot?.querySelector(selector) as HTMLElement;
const field = (): HTMLInputElement => inside('.number') as HTMLInputElement;
const hint = (): string => inside('[part="hint"]').textContent.replace(/\s+/g, ' ').trim();
const press = async (digits: string): Promise<void> => {
  for (const digit of digits) inside(`[data-digit="${digit}"]`).click();
  await dialpad.updateComplete;
};
const names = (): string[] => phone.commands.map(({ name }) => name);
const pointer = (selector: string, type: string): void => {
  inside(selector).dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true }));
};

describe('typing on cadran-dialpad', () => {
  beforeEach(() => draw());

  it('by its keys: the number is shown grouped and kept whole', async () => {
    await press('0123456789');
    expect(dialpad.value).to.equal('0123456789');
    expect(field().value).to.equal('01 23 45 67 89');
    inside('[part="erase"]').click();
    await dialpad.updateComplete;
    expect(dialpad.value).to.equal('012345678');
  });

  it('by the keyboard, anywhere in it', async () => {
    inside('[data-digit="1"]').focus();
    await sendKeys({ type: '6*0#' });
    expect(dialpad.value).to.equal('6*0#');
    expect(dialpad.shadowRoot?.activeElement).to.equal(field());
    await sendKeys({ press: 'Backspace' });
    expect(dialpad.value).to.equal('6*0');
    await sendKeys({ press: 'Escape' });
    expect(dialpad.value).to.equal('');
  });

  it('in the middle of a number: the caret stays', async () => {
    dialpad.value = '0123456789';
    await dialpad.updateComplete;
    field().focus();
    field().setSelectionRange(5, 5);
    await sendKeys({ type: '7' });
    await dialpad.updateComplete;
    expect(dialpad.value).to.equal('01237456789');
    expect(field().selectionStart).to.equal(5);
  });

  it('by pasting: what is not dialled is taken out', async () => {
    field().focus();
    field().value = '\u202a+33 (0)1 23.45.67.89\u202c';
    field().dispatchEvent(new InputEvent('input', { bubbles: true }));
    await dialpad.updateComplete;
    expect(dialpad.value).to.equal('+33123456789');
  });

  it('a long press on 0 is a plus, and no 0', async () => {
    pointer('[data-digit="0"]', 'pointerdown');
    await waitUntil(() => dialpad.value === '+');
    pointer('[data-digit="0"]', 'pointerup');
    await press('0');
    expect(dialpad.value).to.equal('+');
    await press('0');
    expect(dialpad.value).to.equal('+0');
  });

  it('a long press on delete clears', async () => {
    await press('12');
    pointer('[part="erase"]', 'pointerdown');
    await waitUntil(() => dialpad.value === '');
  });

  it('arrows go from key to key, with one stop for Tab', async () => {
    inside('[data-digit="1"]').focus();
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'ArrowRight' });
    expect((dialpad.shadowRoot?.activeElement as HTMLElement).dataset['digit']).to.equal('5');
    expect(dialpad.shadowRoot?.querySelectorAll('.key[tabindex="0"]').length).to.equal(1);
  });

  it('leaves shortcuts of the page alone', async () => {
    await press('1');
    const event = new KeyboardEvent('keydown', {
      key: '6',
      ctrlKey: true,
      bubbles: true,
      cancelable: true,
    });
    field().dispatchEvent(event);
    expect(event.defaultPrevented).to.equal(false);
    expect(dialpad.value).to.equal('1');
  });

  it('tells the page, without bubbling', async () => {
    const heard: unknown[] = [];
    dialpad.addEventListener('cadran-dialpad-input', (event) =>
      heard.push((event as CustomEvent).detail),
    );
    dialpad.parentElement?.addEventListener('cadran-dialpad-input', () => heard.push('bubbled'));
    await press('60');
    expect(heard).to.deep.equal([{ value: '6' }, { value: '60' }]);
  });
});

describe('calling from cadran-dialpad', () => {
  beforeEach(() => draw());

  it('gets the phone ready once, asks the page, then dials and clears', async () => {
    const targets: string[] = [];
    document.addEventListener('cadran-dial-request', ({ detail }) => targets.push(detail.target), {
      once: true,
    });
    await press('600');
    inside('[part="call"]').click();
    await waitUntil(() => dialpad.value === '');
    expect(targets).to.deep.equal(['600']);
    expect(names()).to.deep.equal(['prepare', 'dial']);
    expect(phone.commands[1]?.arguments[0]).to.equal('600');
  });

  it('does not dial when the page forbids it', async () => {
    dialpad.addEventListener('cadran-dial-request', (event) => event.preventDefault(), {
      once: true,
    });
    await press('600');
    inside('[part="call"]').click();
    await dialpad.updateComplete;
    expect(names()).to.deep.equal(['prepare']);
    expect(dialpad.value).to.equal('600');
  });

  it('Enter calls; on an empty field it brings the last number back', async () => {
    dialpad.focus();
    await sendKeys({ type: '601' });
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => dialpad.value === '');
    await sendKeys({ press: 'Enter' });
    expect(dialpad.value).to.equal('601');
    expect(names().filter((name) => name === 'dial').length).to.equal(1);
  });

  it('says what is no number, and why a call failed, and keeps what was typed', async () => {
    dialpad.value = 'bob durand';
    await dialpad.updateComplete;
    inside('[part="call"]').click();
    await dialpad.updateComplete;
    expect(hint()).to.equal(en['call/invalid-target']);
    expect(field().getAttribute('aria-invalid')).to.equal('true');
    expect(names()).not.to.include('dial');

    dialpad.value = '600';
    phone.failNext('dial', new CadranError('call/limit-reached'));
    inside('[part="call"]').click();
    await waitUntil(() => hint() === en['call/limit-reached']);
    expect(dialpad.value).to.equal('600');
    await press('1');
    expect(hint()).to.equal('');
  });

  it('dials once, however often one clicks', async () => {
    await press('600');
    for (let click = 0; click < 5; click += 1) inside('[part="call"]').click();
    await waitUntil(() => dialpad.value === '');
    expect(names().filter((name) => name === 'dial').length).to.equal(1);
  });

  it('says why it cannot, and does not move for it', async () => {
    const before = inside('[data-digit="1"]').getBoundingClientRect().top;
    phone.show({ connection: { status: 'offline', reason: 'connection/unreachable' } });
    await dialpad.updateComplete;
    expect(hint()).to.equal(en['connection/unreachable']);
    expect(inside('[data-digit="1"]').getBoundingClientRect().top).to.equal(before);
    expect(dialpad.matches(':state(disabled)')).to.equal(true);
    await press('600');
    inside('[part="call"]').click();
    await aTimeout(0);
    expect(names()).to.deep.equal([]);
  });
});

describe('suggestions of cadran-dialpad', () => {
  beforeEach(async () => {
    await draw();
    dialpad.suggestions = [
      { name: 'Bob <img src=x>', target: '1002' },
      { name: '\u202eCarol', target: '1003' },
    ];
  });

  it('the best one is a click away', async () => {
    await press('1002');
    inside('.match button').click();
    expect(dialpad.value).to.equal('1002');
  });

  it('arrows and Enter choose from the list, Escape closes it first', async () => {
    dialpad.focus();
    await sendKeys({ type: '10' });
    expect(field().getAttribute('aria-expanded')).to.equal('true');
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'ArrowDown' });
    expect(field().getAttribute('aria-activedescendant')).to.equal('option-1');
    await sendKeys({ press: 'Enter' });
    expect(dialpad.value).to.equal('1003');
    await sendKeys({ press: 'Backspace' });
    await sendKeys({ press: 'Escape' });
    expect(field().getAttribute('aria-expanded')).to.equal('false');
    expect(dialpad.value).to.equal('100');
  });

  it('are text, whatever is in them', async () => {
    dialpad.focus();
    await sendKeys({ type: '10' });
    expect(dialpad.shadowRoot?.querySelector('img')).to.equal(null);
    expect(inside('[part="suggestions"]').textContent).to.include('Bob <img src=x>');
    expect(inside('[part="suggestions"]').textContent).not.to.include('\u202e');
  });
});

describe('cadran-dialpad during a call', () => {
  beforeEach(() => draw({ ...ready, calls: { one: active }, order: ['one'] }));

  it('sends digits into it, echoes them, and says to whom', async () => {
    await press('12');
    dialpad.focus();
    await sendKeys({ type: '3x#' });
    expect(
      phone.commands.map(
        ({ name, callId, arguments: [digit] }) => `${name} ${callId} ${String(digit)}`,
      ),
    ).to.deep.equal(['1', '2', '3', '#'].map((digit) => `sendDtmf one ${digit}`));
    expect(field().value).to.equal('123#');
    expect(hint()).to.equal('Digits go to \u2068Bob <b>\u2069');
    expect(dialpad.matches(':state(tones)')).to.equal(true);
  });

  it('hides them as a PIN', async () => {
    await press('4711');
    inside('[part="hide"]').click();
    await dialpad.updateComplete;
    expect(field().value).to.equal('••••');
  });

  it('forgets them with the call, and says when they did not arrive', async () => {
    phone.failNext('sendDtmf', new CadranError('call/dtmf-failed'));
    await press('4');
    await waitUntil(() => hint() === en['call/dtmf-failed']);
    phone.show({ calls: { two: { ...active, id: 'two' } }, order: ['two'] });
    await dialpad.updateComplete;
    expect(field().value).to.equal('');
  });

  it('dials another call where told to', async () => {
    dialpad.mode = 'dial';
    await dialpad.updateComplete;
    await press('600');
    inside('[part="call"]').click();
    await waitUntil(() => names().includes('dial'));
    expect(names()).not.to.include('sendDtmf');
  });
});
