import { createStillPhone } from '@cadran/core/testing';
import { expect, aTimeout } from '@open-wc/testing';

import { ListenerLedger } from '../../../../test/support/page/listener-ledger.js';
import '../define.js';

const tags = [
  'cadran-dialpad',
  'cadran-dial-button',
  'cadran-presence',
  'cadran-device-picker',
  'cadran-call',
  'cadran-call-list',
  'cadran-incoming-call',
  'cadran-softphone',
] as const;

describe('nothing is left of an element that was taken away', () => {
  for (const tag of tags) {
    it(tag, async () => {
      const ledger = new ListenerLedger();
      const phone = createStillPhone();
      let subscriptions = 0;
      const { subscribe } = phone.state;
      phone.state.subscribe = (listener, options) => {
        subscriptions += 1;
        const end = subscribe(listener, options);
        return () => {
          subscriptions -= 1;
          end();
        };
      };
      const element = document.createElement(tag);
      (element as { phone?: unknown }).phone = phone;
      document.body.append(element);
      await aTimeout(0);
      element.remove();
      const before = ledger.count;
      for (let round = 0; round < 100; round += 1) {
        document.body.append(element);
        if (round % 20 === 0) await aTimeout(0);
        element.remove();
      }
      await aTimeout(0);
      expect(ledger.count, 'listeners').to.be.at.most(before);
      expect(subscriptions, 'subscriptions').to.equal(0);
      ledger.close();
    });
  }

  it('and nothing on the document of a line that comes and goes', async () => {
    const line = document.createElement('cadran-phone');
    line.phone = createStillPhone();
    for (let round = 0; round < 100; round += 1) {
      document.body.append(line);
      await line.updateComplete;
      line.remove();
    }
    const { cadranLines } = document as {
      cadranLines?: { connected: Set<unknown>; watchers: Set<unknown> };
    };
    expect(cadranLines?.connected.size).to.equal(0);
    expect(cadranLines?.watchers.size).to.equal(0);
  });
});
