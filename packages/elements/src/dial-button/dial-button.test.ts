import { CadranError, type PhoneState } from '@cadran/core';
import { createStillPhone, type StillPhone } from '@cadran/core/testing';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';

import '../define/dial-button.js';
import { en } from '../internal/locale/en.js';
import type { CadranDialButton } from './dial-button.js';

const ready: Partial<PhoneState> = {
  connection: { status: 'connected' },
  registration: { status: 'registered' },
};
const dialled = ({ commands }: StillPhone): unknown[] =>
  commands.filter(({ name }) => name === 'dial').map(({ arguments: [target] }) => target);
const buttonOf = (element: CadranDialButton): HTMLButtonElement =>
  element.shadowRoot?.querySelector('button') as HTMLButtonElement;
const tipOf = (element: CadranDialButton): string =>
  element.shadowRoot?.querySelector('[part="tip"]')?.textContent.trim() ?? '';

describe('cadran-dial-button', () => {
  it('asks the page, then calls', async () => {
    const phone = createStillPhone(ready);
    const element = await fixture<CadranDialButton>(
      html`<cadran-dial-button target="600" .phone=${phone}>Help desk</cadran-dial-button>`,
    );
    element.addEventListener('cadran-dial-request', (event) => event.preventDefault(), {
      once: true,
    });
    buttonOf(element).click();
    expect(dialled(phone)).to.deep.equal([]);
    buttonOf(element).click();
    buttonOf(element).click();
    await waitUntil(() => dialled(phone).length > 0);
    expect(dialled(phone)).to.deep.equal(['600']);
  });

  it('says why it cannot, to everyone, and stays in reach of the keyboard', async () => {
    const phone = createStillPhone({ connection: { status: 'offline' } });
    const element = await fixture<CadranDialButton>(
      html`<cadran-dial-button target="600" .phone=${phone}></cadran-dial-button>`,
    );
    expect(tipOf(element)).to.equal(en['connection/offline']);
    expect(buttonOf(element).disabled).to.equal(false);
    expect(buttonOf(element).getAttribute('aria-disabled')).to.equal('true');
    buttonOf(element).click();
    expect(dialled(phone)).to.deep.equal([]);
    phone.show(ready);
    await element.updateComplete;
    expect(tipOf(element)).to.equal('');
  });

  it('says what failed until one looks away', async () => {
    const phone = createStillPhone(ready);
    phone.failNext('dial', new CadranError('call/limit-reached'));
    const element = await fixture<CadranDialButton>(
      html`<cadran-dial-button target="600" .phone=${phone}></cadran-dial-button>`,
    );
    buttonOf(element).click();
    await waitUntil(() => tipOf(element) === en['call/limit-reached']);
    // A page in the background has no focus to lose.
    buttonOf(element).dispatchEvent(new FocusEvent('blur'));
    await element.updateComplete;
    expect(tipOf(element)).to.equal('');
  });
});

describe('cadran-dial-button around a link', () => {
  /** A person's click, which the page itself must not leave for tel:, whatever the element decides. */
  const follow = async (element: CadranDialButton, modifier?: 'Control'): Promise<boolean> => {
    let wasPrevented = false;
    document.addEventListener(
      'click',
      (late) => {
        wasPrevented = late.defaultPrevented;
        late.preventDefault();
      },
      { once: true },
    );
    const { x, y, width, height } = linkOf(element).getBoundingClientRect();
    if (modifier) await sendKeys({ down: modifier });
    const position: [number, number] = [Math.round(x + width / 2), Math.round(y + height / 2)];
    await sendMouse({ type: 'click', position });
    if (modifier) await sendKeys({ up: modifier });
    return wasPrevented;
  };
  const linkOf = (element: CadranDialButton): HTMLAnchorElement =>
    element.querySelector('a') as HTMLAnchorElement;
  const draw = (phone: StillPhone | undefined) =>
    fixture<CadranDialButton>(
      html`<cadran-dial-button .phone=${phone}
        ><a href="tel:+33123456789">01 23 45 67 89</a></cadran-dial-button
      >`,
    );

  it('calls here what the link names', async () => {
    const phone = createStillPhone(ready);
    const element = await draw(phone);
    await element.updateComplete;
    expect(buttonOf(element)).to.equal(null);
    expect(await follow(element)).to.equal(true);
    await waitUntil(() => dialled(phone).length === 1);
    expect(dialled(phone)).to.deep.equal(['+33123456789']);
  });

  it('S11: is no call when a script clicks, nor around a code that the link does not show', async () => {
    const phone = createStillPhone(ready);
    const element = await draw(phone);
    await element.updateComplete;
    const stay = (event: Event): void => event.preventDefault();
    document.addEventListener('click', stay);
    linkOf(element).click();
    linkOf(element).dispatchEvent(
      new MouseEvent('click', { bubbles: true, composed: true, cancelable: true }),
    );
    document.removeEventListener('click', stay);
    linkOf(element).href = 'tel:*21*+33899000000%23';
    expect(await follow(element)).to.equal(false);
    expect(dialled(phone)).to.deep.equal([]);
  });

  it('leaves the link to the browser with a modifier, and where no call can be made', async () => {
    const phone = createStillPhone(ready);
    const element = await draw(phone);
    await element.updateComplete;
    expect(await follow(element, 'Control')).to.equal(false);
    phone.show({ connection: { status: 'offline' } });
    expect(await follow(element)).to.equal(false);
    expect(dialled(phone)).to.deep.equal([]);
    const alone = await draw(undefined);
    await alone.updateComplete;
    expect(await follow(alone)).to.equal(false);
  });
});
