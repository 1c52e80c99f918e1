import JsSIP from 'jssip';
import type { Contender } from './contender.js';

type IceEvent = { ready: () => void };
type Session = {
  answer(options: object): void;
  terminate(): void;
  on(name: string, listener: (event: IceEvent) => void): void;
};

/** What its documentation offers against slow gathering and lost connections. */
export interface Tuning {
  /** Milliseconds of quiet after a candidate. */
  readonly quiet?: number;
  readonly reconnection?: object;
}

export function createContender({ quiet, reconnection }: Tuning = {}): Contender {
  let agent: JsSIP.UA;
  let session: Session;
  let pcConfig: { iceServers: readonly { urls: string }[] };
  return {
    start(account, heard) {
      pcConfig = { iceServers: account.iceServers };
      agent = new JsSIP.UA({
        sockets: [new JsSIP.WebSocketInterface(account.server)],
        uri: account.uri,
        authorization_user: account.username,
        password: account.password,
        ...reconnection,
      });
      agent.on('newRTCSession', (event: { originator: string; session: Session }) => {
        session = event.session;
        session.on('accepted', () => heard('answered'));
        session.on('ended', () => heard('ended'));
        session.on('failed', () => heard('ended'));
        if (quiet !== undefined) {
          let timer: ReturnType<typeof setTimeout> | undefined;
          session.on('icecandidate', ({ ready }) => {
            clearTimeout(timer);
            timer = setTimeout(ready, quiet);
          });
        }
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
