import { Web } from 'sip.js';
import type { Contender } from './contender.js';

export function createContender(): Contender {
  let user: Web.SimpleUser;
  return {
    async start(account, heard) {
      user = new Web.SimpleUser(account.server, {
        aor: account.uri,
        media: { constraints: { audio: true, video: false }, remote: { audio: new Audio() } },
        userAgentOptions: {
          authorizationUsername: account.username,
          authorizationPassword: account.password,
          logBuiltinEnabled: false,
          // The library's default names a STUN server on the internet; the bench has none, or the one it is given.
          sessionDescriptionHandlerFactoryOptions: {
            peerConnectionConfiguration: { iceServers: account.iceServers },
          },
        },
        delegate: {
          onCallReceived: () => heard('ringing'),
          onCallAnswered: () => heard('answered'),
          onCallHangup: () => heard('ended'),
        },
      });
      await user.connect();
      await new Promise<void>((resolve) => {
        void user.register(undefined, { requestDelegate: { onAccept: () => resolve() } } as never);
      });
    },
    dial: (target) => user.call(`sip:${target}@cadran.test`),
    answer: () => user.answer(),
    hangup: () => user.hangup(),
  };
}
