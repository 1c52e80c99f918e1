import { Web } from 'sip.js';
import type { Contender } from './contender.js';

/** What its documentation offers against slow gathering and lost connections. */
export interface Tuning {
  readonly iceGatheringTimeout?: number;
  readonly reconnectionAttempts?: number;
  readonly reconnectionDelay?: number;
}

export function createContender({ iceGatheringTimeout, ...reconnection }: Tuning = {}): Contender {
  let user: Web.SimpleUser;
  return {
    async start(account, heard) {
      let registered = (): void => undefined;
      const isRegistered = new Promise<void>((resolve) => (registered = resolve));
      user = new Web.SimpleUser(account.server, {
        aor: account.uri,
        ...reconnection,
        media: { constraints: { audio: true, video: false }, remote: { audio: new Audio() } },
        userAgentOptions: {
          authorizationUsername: account.username,
          authorizationPassword: account.password,
          logBuiltinEnabled: false,
          // The library's default names a STUN server on the internet; the bench has none, or the one it is given.
          sessionDescriptionHandlerFactoryOptions: {
            ...(iceGatheringTimeout === undefined ? {} : { iceGatheringTimeout }),
            peerConnectionConfiguration: { iceServers: account.iceServers },
          },
        },
        delegate: {
          onRegistered: () => {
            registered();
          },
          onCallReceived: () => {
            heard('ringing');
          },
          onCallAnswered: () => {
            heard('answered');
          },
          onCallHangup: () => {
            heard('ended');
          },
        },
      });
      await user.connect();
      await user.register();
      await isRegistered;
    },
    dial: (target) => user.call(`sip:${target}@cadran.test`),
    answer: () => user.answer(),
    hangup: () => user.hangup(),
  };
}
