import { describeSignaling } from './signaling-contract.js';
import { openBoard } from './board.js';

describeSignaling('sip.js over the switchboard', async () => {
  const board = await openBoard();
  return {
    open: (user, options) => board.line(user, options),
    openNowhere: () => board.line('alice', { server: 'ws://127.0.0.1:9/' }),
    cut: (user) => board.cut(user),
    close: () => board.close(),
  };
});
