import { createLeg, nameOf, over } from './fake-leg.js';
import type { Leg } from './fake-leg.js';
import { createFakeLine } from './fake-line.js';
import type { FakeLine } from './fake-line.js';
import type { FakeLineOptions, Subscriber } from './fake-plug.js';
import { ringInPlaceOf } from './fake-transfer.js';

export interface FakeExchangeOptions {
  /** Default `cadran.test`. */
  readonly domain?: string;
  /** Passwords by user. Default `alice`, `bob`, `carol` and `dave`, each with `secret`. */
  readonly users?: Readonly<Record<string, string>>;
  /** Carries out transfers itself, as a PBX does. Default false: a REFER reaches the far side, whose phone asks its person. */
  readonly transfers?: boolean;
}

export interface FakeExchange {
  /** A line of a user, not connected yet; a second one is another device of the same user. */
  line(user: string, options?: FakeLineOptions): FakeLine;
  /** Every line that was opened and not disposed of. */
  readonly lines: number;
}

/**
 * A telephone exchange in memory: lines that call each other with all that the signalling port promises, forks and races
 * among them. Nothing waits for time: every message arrives in the next turn, or when its line is back.
 */
export function createFakeExchange(options: FakeExchangeOptions = {}): FakeExchange {
  const { domain = 'cadran.test', users = DEMO_USERS, transfers = false } = options;
  const subscribers = new Set<Subscriber>();

  const replaceable = new Map<string, Leg>();

  function route(caller: Leg, target: string, replaces?: string): void {
    const replaced = replaces === undefined ? undefined : replaceable.get(replaces);
    if (replaces !== undefined) {
      if (replaced?.state === 'up') ringInPlaceOf(caller, replaced);
      else caller.end.deliver(() => over(caller, 'remote', 'unknown', { status: 481 }));
      return;
    }
    const user = /^sips?:([^@]+)@/.exec(target)?.[1] ?? '';
    const there = [...subscribers].filter((each) => each.user === user && each.registered);
    if (there.length === 0) {
      const [reason, status] =
        user in users ? (['unreachable', 480] as const) : (['not-found', 404] as const);
      caller.end.deliver(() => over(caller, 'remote', reason, { status }));
      return;
    }
    for (const { end } of there) {
      const callee = createLeg(nameOf('incoming'), end, 'ringing');
      callee.peer = caller;
      caller.rung.add(callee);
      end.adopt(callee);
      const { id } = callee;
      const { remote } = caller.end;
      end.deliver(() => end.tell({ type: 'incoming', id, remote, sdp: caller.sdp }));
    }
  }

  return {
    line(user, how = {}) {
      const remote = { uri: `sip:${user}@${domain}`, verified: false };
      const name = (leg: Leg): string => {
        replaceable.set(leg.id, leg);
        return leg.id;
      };
      return createFakeLine({ ...how, user, users, remote, subscribers, route, name, transfers });
    },
    get lines() {
      return subscribers.size;
    },
  };
}

const DEMO_USERS = { alice: 'secret', bob: 'secret', carol: 'secret', dave: 'secret' };
