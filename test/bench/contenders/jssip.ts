import JsSIP from 'jssip';
import type { Contender } from './contender.js';

export function createContender(): Contender {
  let agent: JsSIP.UA;
  let session: {
    answer(options: object): void;
    terminate(): void;
    on(name: string, listener: () => void): void;
  };
  let pcConfig: { iceServers: readonly { urls: string }[] };
  return {
    start(account, heard) {
      pcConfig = { iceServers: account.iceServers };
      agent = new JsSIP.UA({
        sockets: [new JsSIP.WebSocketInterface(account.server)],
        uri: account.uri,
        authorization_user: account.username,
        password: account.password,
      });
      agent.on('newRTCSession', (event: { originator: string; session: typeof session }) => {
        session = event.session;
        session.on('accepted', () => heard('answered'));
        session.on('ended', () => heard('ended'));
        session.on('failed', () => heard('ended'));
        if (event.originator === 'remote') heard('ringing');
      });
      return new Promise((resolve) => {
        agent.on('registered', () => resolve());
        agent.start();
      });
    },
    async dial(target) {
      agent.call(`sip:${target}@cadran.test`, {
        mediaConstraints: { audio: true, video: false },
        pcConfig,
      } as never);
    },
    async answer() {
      session.answer({ mediaConstraints: { audio: true, video: false }, pcConfig });
    },
    async hangup() {
      session.terminate();
    },
  };
}
