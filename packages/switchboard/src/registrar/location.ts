import type { Clock } from '../clock.js';
import type { Flow } from '../connection/flow.js';

/** One registered contact of a user (RFC 3261 §10). */
export interface Binding {
  readonly user: string;
  /** The contact URI as the device gave it. */
  readonly contact: string;
  readonly key: string;
  /** `+sip.instance` without quotes, where the device has one (RFC 5626 §4.1). */
  readonly instance: string | undefined;
  readonly q: number;
  readonly flow: Flow;
  readonly callId: string;
  readonly sequence: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

interface Waiter {
  readonly user: string;
  readonly instance: string;
  settle(flow: Flow | undefined): void;
}

/** The location service: who is where, by which flow, until when. */
export class Location {
  readonly #clock: Clock;
  readonly #bindings = new Map<string, { binding: Binding; cancelExpiry: () => void }[]>();
  /** Who a flow last registered as. Kept after it closes, to find its successor. */
  readonly #identity = new WeakMap<Flow, { user: string; instance: string | undefined }>();
  readonly #waiters = new Set<Waiter>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of(user: string): Binding[] {
    return (this.#bindings.get(user) ?? []).map((entry) => entry.binding);
  }

  bind(binding: Binding): void {
    this.unbind(binding.user, (other) => isSameDevice(other, binding));
    const cancelExpiry = this.#clock.schedule(() => {
      this.unbind(binding.user, (other) => other === binding);
    }, binding.expiresAt - this.#clock.now());
    const entries = this.#bindings.get(binding.user) ?? [];
    if (!this.#identity.has(binding.flow)) this.#removeWithFlow(binding.flow);
    this.#bindings.set(binding.user, [...entries, { binding, cancelExpiry }]);
    this.#identity.set(binding.flow, { user: binding.user, instance: binding.instance });
    for (const waiter of this.#waiters) {
      if (waiter.user === binding.user && waiter.instance === binding.instance) {
        waiter.settle(binding.flow);
      }
    }
  }

  unbind(user: string, match: (binding: Binding) => boolean): void {
    const entries = this.#bindings.get(user) ?? [];
    const kept = entries.filter((entry) => !match(entry.binding));
    for (const entry of entries) if (!kept.includes(entry)) entry.cancelExpiry();
    if (kept.length === 0) this.#bindings.delete(user);
    else this.#bindings.set(user, kept);
  }

  /** The user that last registered over a flow. */
  userOf(flow: Flow): string | undefined {
    return this.#identity.get(flow)?.user;
  }

  /** The flow itself while it is open, else the newest flow of the same instance. */
  successor(flow: Flow): Flow | undefined {
    if (!flow.closed.aborted) return flow;
    const identity = this.#identity.get(flow);
    if (identity?.instance === undefined) return undefined;
    return this.of(identity.user).findLast(
      (binding) => binding.instance === identity.instance && !binding.flow.closed.aborted,
    )?.flow;
  }

  /**
   * The successor of a flow, waiting up to `grace` milliseconds for its device to register again.
   * A device that unregistered before it left is not waited for.
   */
  whenReachable(flow: Flow, grace: number): Promise<Flow | undefined> {
    const now = this.successor(flow);
    const identity = this.#identity.get(flow);
    const instance = identity?.instance;
    if (now !== undefined || identity === undefined || instance === undefined || grace <= 0) {
      return Promise.resolve(now);
    }
    return new Promise((resolve) => {
      const waiter: Waiter = {
        user: identity.user,
        instance,
        settle: (found) => {
          cancel();
          this.#waiters.delete(waiter);
          resolve(found);
        },
      };
      const cancel = this.#clock.schedule(() => {
        waiter.settle(undefined);
      }, grace);
      this.#waiters.add(waiter);
    });
  }

  /** Forgets that a device may come back: it said goodbye. */
  farewell(flow: Flow): void {
    const identity = this.#identity.get(flow);
    if (identity !== undefined) this.#identity.set(flow, { ...identity, instance: undefined });
  }

  /** Ends every timer and every wait. */
  dispose(): void {
    for (const user of [...this.#bindings.keys()]) this.unbind(user, () => true);
    for (const waiter of [...this.#waiters]) waiter.settle(undefined);
  }

  #removeWithFlow(flow: Flow): void {
    const remove = (): void => {
      for (const user of [...this.#bindings.keys()]) {
        this.unbind(user, (binding) => binding.flow === flow);
      }
    };
    flow.closed.addEventListener('abort', remove, { once: true });
  }
}

/** A device replaces its own older contact (RFC 5626 §6); without an instance the URI decides. */
export function isSameDevice(one: Binding, other: Binding): boolean {
  if (one.instance !== undefined && one.instance === other.instance) return true;
  return one.key === other.key;
}
