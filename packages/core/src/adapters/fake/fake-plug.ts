import { CadranError } from '../../kernel/errors.js';
import type {
  ConnectionState,
  RemoteParty,
  Signaling,
  SignalingFact,
} from '../../ports/signaling.js';
import type { Leg, LegEnd } from './fake-leg.js';

export interface FakeLineOptions {
  readonly password?: string;
  readonly displayName?: string;
  /** A line to a server that is not there. */
  readonly nowhere?: boolean;
}

/** What the exchange knows of a line. */
export interface Subscriber {
  readonly user: string;
  readonly end: LegEnd;
  readonly legs: ReadonlyMap<string, Leg>;
  registered: boolean;
}

export interface LineSetup extends FakeLineOptions {
  readonly user: string;
  readonly users: Readonly<Record<string, string>>;
  readonly remote: RemoteParty;
  readonly subscribers: Set<Subscriber>;
  readonly route: (caller: Leg, target: string, replaces?: string) => void;
  /** Makes a call known by a name that a caller may ask to take the place of. */
  readonly name: (leg: Leg) => string;
  readonly transfers: boolean;
}

const SERVER = 'wss://exchange.test/ws';

export interface Plug {
  readonly end: LegEnd;
  readonly subscriber: Subscriber;
  readonly connection: Pick<Signaling, 'listen' | 'connect' | 'disconnect'> & {
    drop(): void;
    restore(): void;
  };
  /** Takes the line off the exchange for good. */
  unplug(): void;
}

/** The connection of a line: says what it is, and keeps what arrives while there is none. */
export function createPlug(setup: LineSetup, legs: Map<string, Leg>): Plug {
  const { subscribers, user, nowhere = false } = setup;
  const wire = createWire(setup, legs);
  const { end, say } = wire;
  const subscriber: Subscriber = { user, end, legs, registered: false };

  function pullOut(): void {
    wire.disconnect();
    subscriber.registered = false;
    for (const { offer } of legs.values()) {
      offer?.reject(new CadranError('connection/lost', { retryable: true }));
    }
  }

  return {
    end,
    subscriber,
    unplug(): void {
      pullOut();
      subscribers.delete(subscriber);
      wire.close();
    },
    connection: {
      listen: (heard) => wire.listen(heard),
      connect(): void {
        // What is plugged in here is never in doubt.
        if (end.connected) return;
        subscribers.add(subscriber);
        say('connecting');
        if (nowhere) say('reconnecting', 'connection/unreachable');
        else wire.connect();
      },
      async disconnect(): Promise<void> {
        pullOut();
        say('offline');
      },
      drop(): void {
        pullOut();
        say('reconnecting', 'connection/lost');
      },
      restore(): void {
        if (!end.connected) wire.connect();
      },
    },
  };
}

function createWire({ remote, displayName }: LineSetup, legs: Map<string, Leg>) {
  let listener: ((fact: SignalingFact) => void) | undefined;
  let connected = false;
  const waiting: (() => void)[] = [];

  const end: LegEnd = {
    remote: { ...remote, ...(displayName === undefined ? {} : { displayName }) },
    get connected() {
      return connected;
    },
    tell(fact) {
      if (fact.type === 'ended') legs.delete(fact.id);
      queueMicrotask(() => listener?.(fact));
    },
    deliver(message) {
      if (connected) queueMicrotask(message);
      else waiting.push(message);
    },
    adopt: (leg) => void legs.set(leg.id, leg),
  };

  function say(status: ConnectionState['status'], reason?: ConnectionState['reason']): void {
    const connection = { status, server: SERVER, ...(reason ? { reason } : {}) };
    end.tell({ type: 'connection', connection });
  }

  return {
    end,
    say,
    listen(heard: (fact: SignalingFact) => void): void {
      listener = heard;
    },
    connect(): void {
      connected = true;
      say('connected');
      for (const message of waiting.splice(0)) queueMicrotask(message);
    },
    disconnect(): void {
      connected = false;
    },
    close(): void {
      waiting.length = 0;
      listener = undefined;
    },
  };
}
