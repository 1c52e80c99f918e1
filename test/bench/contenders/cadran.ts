import { createPhone, type Phone } from '@cadran/core';
import type { Contender } from './contender.js';

export function createContender(): Contender {
  let phone: Phone;
  const last = (): string => phone.state.get().order.at(-1) ?? '';
  return {
    start(account, heard) {
      phone = createPhone({
        servers: [account.server],
        uri: account.uri,
        credentials: { username: account.username, password: account.password },
        iceServers: account.iceServers,
        tones: false,
        // Call after call in less than a second is a flood to it.
        callRate: 100,
        endedCallLinger: 0,
      });
      return new Promise((resolve) => {
        phone.state.subscribe((state, previous) => {
          if (state.registration.status === 'registered') resolve();
          for (const id of state.order) {
            const call = state.calls[id];
            const before = previous.calls[id];
            if (!call || call.status === before?.status) continue;
            if (call.status === 'ringing' && call.direction === 'incoming') heard('ringing');
            if (call.status === 'active') heard('answered');
            if (call.status === 'ended') heard('ended');
          }
        });
      });
    },
    prepare: () => phone.prepare(),
    async dial(target) {
      await phone.dial(target);
    },
    answer: () => phone.call(last()).answer(),
    hangup: () => phone.call(last()).hangup(),
  };
}
