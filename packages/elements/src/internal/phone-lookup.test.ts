import type { PhoneState } from '@cadran/core';
import { createStillPhone } from '@cadran/core/testing';
import { expect, fixtureSync, html, aTimeout } from '@open-wc/testing';
import { LitElement, type TemplateResult } from 'lit';

import '../define/phone.js';
import '../define/presence.js';
import type { CadranPhone } from '../phone/phone.js';
import type { CadranPresence } from '../presence/presence.js';
import { define } from './define.js';
import { PhoneController } from './phone-controller.js';
import { PhoneElement } from './phone-element.js';

/** Shows whose phone it found, and counts how often it rendered. */
class Probe extends PhoneElement {
  renders = 0;
  readonly account = new PhoneController(this, ({ account }: PhoneState) => account.displayName);
  override render(): TemplateResult {
    this.renders += 1;
    return html`${this.account.value}`;
  }
}
define('test-probe', Probe);

class Shadowed extends LitElement {
  override render(): TemplateResult {
    return html`<test-probe></test-probe><slot></slot>`;
  }
}
define('test-shadowed', Shadowed);

const phoneOf = (displayName: string) =>
  createStillPhone({ account: { uri: 'sip:a@cadran.test', displayName } });

function line(name: string, id = ''): CadranPhone {
  const element = document.createElement('cadran-phone');
  element.id = id;
  element.phone = phoneOf(name);
  return element;
}

function probe(attributes: { for?: string } = {}): Probe {
  const element = new Probe();
  if (attributes.for) element.setAttribute('for', attributes.for);
  return element;
}

/** Lines offer their phone in an update; a probe then takes it in its own. */
async function found(element: Probe): Promise<string | undefined> {
  await aTimeout(0);
  await element.updateComplete;
  return element.account.value;
}

let place: HTMLElement;
beforeEach(() => {
  place = fixtureSync(html`<div></div>`);
});

describe('an element finds its phone', () => {
  it('around it first, whatever else is given', async () => {
    const element = probe({ for: 'other' });
    element.phone = phoneOf('given');
    const around = line('around');
    around.append(element);
    place.append(line('other', 'other'), around);
    expect(await found(element)).to.equal('around');
  });

  it('then by the id in `for`', async () => {
    const element = probe({ for: 'b' });
    element.phone = phoneOf('given');
    place.append(line('A', 'a'), line('B', 'b'), element);
    expect(await found(element)).to.equal('B');
    element.for = 'a';
    expect(await found(element)).to.equal('A');
  });

  it('then by its property', async () => {
    const element = probe();
    element.phone = phoneOf('given');
    place.append(line('only'), element);
    expect(await found(element)).to.equal('given');
  });

  it('then as the only one of the page, also in a shadow root', async () => {
    const element = probe();
    const host = document.createElement('div');
    host.attachShadow({ mode: 'open' }).append(line('only'));
    place.append(element, host);
    expect(await found(element)).to.equal('only');
  });

  it('not at all when two could be meant, or `for` names none', async () => {
    const element = probe();
    const wrong = probe({ for: 'nobody' });
    const second = line('second');
    place.append(line('first'), second, element, wrong);
    expect(await found(element)).to.equal(undefined);
    second.remove();
    expect(await found(element)).to.equal('first');
    expect(await found(wrong)).to.equal(undefined);
  });

  it('through shadow roots and slots', async () => {
    const around = line('around');
    const shadowed = new Shadowed();
    const slotted = probe();
    shadowed.append(slotted);
    around.append(shadowed);
    place.append(line('other'), around);
    await shadowed.updateComplete;
    const inside = shadowed.shadowRoot?.querySelector<Probe>('test-probe');
    expect(await found(inside!)).to.equal('around');
    expect(await found(slotted)).to.equal('around');
  });
});

describe('an element keeps up with its line', () => {
  it('whichever comes first', async () => {
    const [early, late] = [probe(), probe()];
    place.append(early);
    expect(await found(early)).to.equal(undefined);
    place.append(line('late'));
    place.append(late);
    expect(await found(early)).to.equal('late');
    expect(await found(late)).to.equal('late');
  });

  it('when the line is upgraded long after', async () => {
    const around = document.createElement('cadran-late-phone');
    const element = probe();
    around.append(element);
    place.append(line('other'), around);
    expect(await found(element)).to.equal('other');
    class LatePhone extends (customElements.get('cadran-phone') as typeof CadranPhone) {}
    define('cadran-late-phone', LatePhone);
    Object.assign(around, { phone: phoneOf('upgraded') });
    expect(await found(element)).to.equal('upgraded');
  });

  it('when it moves from one line to another, and when the line gets another phone', async () => {
    const [one, two, element] = [line('one'), line('two'), probe()];
    one.append(element);
    place.append(one, two);
    expect(await found(element)).to.equal('one');
    two.append(element);
    expect(await found(element)).to.equal('two');
    two.phone = phoneOf('three');
    expect(await found(element)).to.equal('three');
    one.remove();
    two.remove();
    place.append(element);
    expect(await found(element)).to.equal(undefined);
  });

  it('when the line gets the id it was looked for by', async () => {
    const [one, two, element] = [line('one'), line('two'), probe({ for: 'desk' })];
    place.append(one, two, element);
    expect(await found(element)).to.equal(undefined);
    two.id = 'desk';
    expect(await found(element)).to.equal('two');
  });

  it('and hears nothing of it once it is taken away', async () => {
    const phone = phoneOf('given');
    const element = probe();
    element.phone = phone;
    place.append(element);
    expect(await found(element)).to.equal('given');
    element.remove();
    const { renders } = element;
    phone.show({ account: { uri: 'sip:a@cadran.test', displayName: 'changed' } });
    await aTimeout(0);
    expect(element.renders).to.equal(renders);
  });
});

describe('PhoneController', () => {
  it('renders its host when what it selects changes, and only then', async () => {
    const phone = phoneOf('A');
    const element = probe();
    element.phone = phone;
    place.append(element);
    await found(element);
    const { renders } = element;
    for (let index = 0; index < 100; index += 1) {
      phone.show({ connection: { status: 'connecting', server: String(index) } });
    }
    await found(element);
    expect(element.renders).to.equal(renders);
    phone.show({ account: { uri: 'sip:a@cadran.test', displayName: 'B' } });
    expect(await found(element)).to.equal('B');
    expect(element.renders).to.equal(renders + 1);
  });
});

describe('an element speaks the language around it', () => {
  const word = async (element: CadranPresence): Promise<string | undefined> => {
    await aTimeout(0);
    await element.updateComplete;
    return element.shadowRoot?.querySelector('[part="label"]')?.textContent;
  };

  it('from the nearest lang, when it changes, across a shadow root, and wherever it is moved', async () => {
    const element = document.createElement('cadran-presence');
    element.status = 'busy';
    const host = document.createElement('div');
    host.lang = 'fr';
    host.attachShadow({ mode: 'open' }).append(element);
    place.append(host);
    expect(await word(element)).to.equal('Occupé');
    host.lang = 'en-GB';
    expect(await word(element)).to.equal('Busy');
    host.removeAttribute('lang');
    place.lang = 'fr-CA';
    expect(await word(element)).to.equal('Occupé');
    expect(element.shadowRoot?.querySelector('[lang="fr-CA"]')).to.exist;
    document.body.append(element);
    expect(await word(element)).to.equal('Busy');
    element.remove();
  });

  it('and marks its English on a page whose language it does not know', async () => {
    place.lang = 'ar';
    const element = document.createElement('cadran-presence');
    place.append(element);
    await word(element);
    expect(element.shadowRoot?.querySelector('[lang="en"]')).to.exist;
  });
});
