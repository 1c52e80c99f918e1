import { isConnected, type ConnectionState } from '../connection/connection-state.js';
import type { Clock } from '../kernel/clock.js';
import { createDeferred } from '../kernel/deferred.js';
import { CadranError, toCadranError } from '../kernel/errors.js';
import type { Note } from '../kernel/log.js';
import { between } from '../kernel/random.js';
import type { Random } from '../kernel/random.js';
import type { Store } from '../kernel/store.js';
import type { Signaling } from '../ports/signaling.js';
import type { RegistrationHandle } from './registration-handle.js';
import type { RegistrationFailure, RegistrationState } from './registration-state.js';
import { retryDelay } from './retry.js';

interface RegistrationOptions {
  readonly signaling: Pick<Signaling, 'register' | 'unregister'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly note: Note;
  /** Seconds to ask the registrar for. */
  readonly expires: number;
  /** Registers as soon as there is a connection. */
  readonly automatic: boolean;
  readonly state: Pick<Store<{ readonly registration: RegistrationState }>, 'get' | 'update'>;
}

/** Keeps us registered: at once when there is a connection, again well before the server forgets us, and after failures that pass. */
export interface Registration extends RegistrationHandle {
  /** The connection changed; resolves when a registration this began has settled. */
  heard(connection: ConnectionState): Promise<void>;
  /** Stops every timer; with `unregister` after it nothing is left at the server either. */
  stop(): void;
}

export function createRegistration(options: RegistrationOptions): Registration {
  return new RegistrationKeeper(options);
}

class RegistrationKeeper implements Registration {
  readonly #options: RegistrationOptions;
  #wanted: boolean;
  #connected = false;
  #failures = 0;
  #server: string | undefined;
  /** Refusals with a Retry-After, by server: another connection is no reason to come back sooner. */
  readonly #refusals = new Map<string | undefined, RegistrationFailure>();
  /** Counts connections: what an exchange on an earlier one brings is of no use any more. */
  #line = 0;
  #running: Promise<undefined> | undefined;
  #cancelNext: () => void = () => undefined;

  constructor(options: RegistrationOptions) {
    this.#options = options;
    this.#wanted = options.automatic;
  }

  async heard(connection: ConnectionState): Promise<void> {
    const before = this.#connected;
    this.#connected = isConnected(connection);
    this.#server = connection.server;
    if (!this.#connected) this.#lost(connection.reason);
    else if (!before && this.#wanted) await this.#begin();
  }

  async register(): Promise<void> {
    this.#wanted = true;
    this.#failures = 0;
    if (!this.#connected) throw new CadranError('connection/offline', { retryable: true });
    await this.#attempt();
  }

  async unregister(): Promise<void> {
    this.stop();
    await this.#running?.catch(() => undefined);
    await this.#options.signaling.unregister();
    this.#publish({ status: 'unregistered' });
  }

  stop(): void {
    this.#wanted = false;
    this.#cancelNext();
  }

  /** One exchange at a time, shared by all who ask for one. */
  #attempt(): Promise<undefined> {
    if (this.#running) return this.#running;
    // Known to be running before anybody hears of it: a listener may ask for a registration, too.
    const outcome = createDeferred<undefined>();
    this.#running = outcome.promise;
    this.#exchange(this.#line).then(() => outcome.resolve(undefined), outcome.reject);
    return outcome.promise;
  }

  async #exchange(line: number): Promise<void> {
    const { signaling, expires, state } = this.#options;
    this.#cancelNext();
    const { status, expiresAt } = state.get().registration;
    const refreshing = status === 'registered' && expiresAt !== undefined;
    this.#publish(refreshing ? { status: 'refreshing', expiresAt } : { status: 'registering' });
    try {
      const granted = await signaling.register({ expires });
      if (this.#isOver(line)) this.#registered(granted.expires);
    } catch (error) {
      const coded = toCadranError(error, 'registration/rejected');
      this.#options.note('warn', 'registration failed', coded);
      if (this.#isOver(line)) this.#failed(coded);
      throw coded;
    }
  }

  /** Makes room for the next exchange before the outcome of this one is told; true when anybody still cares for it. */
  #isOver(line: number): boolean {
    if (line !== this.#line) return false;
    this.#running = undefined;
    return this.#wanted;
  }

  #registered(seconds: number): void {
    const { clock, random } = this.#options;
    this.#failures = 0;
    this.#publish({ status: 'registered', expiresAt: clock.now() + seconds * 1_000 });
    // Spread, so that a thousand phones that came back together do not stay together.
    this.#next(seconds * 1_000 * between(random, 0.5, 0.9));
  }

  #failed(error: CadranError): void {
    const { code, sip } = error;
    this.#failures += 1;
    const delay = retryDelay(error, this.#failures, this.#options.random);
    const failure: RegistrationFailure = {
      code,
      ...(sip ? { sip: { ...sip } } : {}),
      ...(delay === undefined ? {} : { retryAt: this.#next(delay) }),
    };
    if (sip?.retryAfter) this.#refusals.set(this.#server, failure);
    this.#publish({ status: 'failed', failure });
  }

  /** At once on a new connection, unless its server wanted to be left alone for longer. */
  async #begin(): Promise<void> {
    const failure = this.#refusals.get(this.#server);
    const delay = (failure?.retryAt ?? 0) - this.#options.clock.now();
    if (!failure || delay <= 0) return this.#attempt().catch(() => undefined);
    this.#next(delay);
    this.#publish({ status: 'failed', failure });
  }

  #lost(reason: ConnectionState['reason']): void {
    this.#cancelNext();
    this.#line += 1;
    this.#running = undefined;
    if (reason && this.#wanted) this.#publish({ status: 'failed', failure: { code: reason } });
    else if (this.#options.state.get().registration.status !== 'unregistered') {
      this.#publish({ status: 'unregistered' });
    }
  }

  /** Tries again after `delay` milliseconds; returns when that is. */
  #next(delay: number): number {
    const { clock } = this.#options;
    this.#cancelNext();
    this.#cancelNext = clock.schedule(() => void this.#attempt().catch(() => undefined), delay);
    return clock.now() + delay;
  }

  #publish(registration: RegistrationState): void {
    this.#options.state.update((state) => ({ ...state, registration }));
  }
}
