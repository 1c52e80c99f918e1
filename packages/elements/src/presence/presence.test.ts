import { createStillPhone } from '@cadran/core/testing';
import { expect, fixture, html } from '@open-wc/testing';

import '../define/presence.js';
import type { CadranPresence } from './presence.js';

const wordOf = (element: CadranPresence): string =>
  element.shadowRoot?.querySelector('[part="label"]')?.textContent ?? '';

describe('cadran-presence', () => {
  it('follows its own line', async () => {
    const phone = createStillPhone({ registration: { status: 'registered' } });
    const element = await fixture<CadranPresence>(
      html`<cadran-presence .phone=${phone}></cadran-presence>`,
    );
    expect(wordOf(element)).to.equal('Available');
    expect(element.matches(':state(available)')).to.equal(true);
    phone.show({ registration: { status: 'failed' } });
    await element.updateComplete;
    expect(wordOf(element)).to.equal('Offline');
    expect(element.matches(':state(available)')).to.equal(false);
  });

  it('shows what it is told instead, and unknown for what it does not know', async () => {
    const element = await fixture<CadranPresence>(
      html`<cadran-presence status="away"></cadran-presence>`,
    );
    expect(wordOf(element)).to.equal('Away');
    for (const status of ['nonsense', 'toString', '']) {
      element.setAttribute('status', status);
      await element.updateComplete;
      expect(wordOf(element), status).to.equal('Status unknown');
    }
  });

  it('is read out where it shows no word', async () => {
    const element = await fixture<CadranPresence>(
      html`<cadran-presence no-text status="busy"></cadran-presence>`,
    );
    expect(wordOf(element)).to.equal('Busy');
    expect(element.getBoundingClientRect().width).to.be.below(30);
  });
});
