import { createFakeExchange } from '@cadran/core/testing';
import type { FakeLine } from '@cadran/core/testing';

import { describeSignaling } from './signaling-contract.js';

describeSignaling('the fake exchange', async () => {
  const exchange = createFakeExchange();
  const lines: { readonly user: string; readonly line: FakeLine }[] = [];
  return {
    open(user, options) {
      const line = exchange.line(user, options);
      lines.push({ user, line });
      return line;
    },
    openNowhere: () => exchange.line('alice', { nowhere: true }),
    cut(user) {
      for (const { line } of lines.filter((each) => each.user === user)) {
        line.drop();
        line.restore();
      }
    },
    close: () => Promise.resolve(),
  };
});
