import type { Clock } from '../kernel/clock.js';
import { CadranError, toCadranError } from '../kernel/errors.js';
import type { Note } from '../kernel/log.js';
import { between } from '../kernel/random.js';
import type { Random } from '../kernel/random.js';
import type { Store } from '../kernel/store.js';
import type { ConnectionState } from '../connection/connection-state.js';
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
  /** Stops every timer; with `unregister` before, nothing is left at the server either. */
  stop(): void;
}

export function createRegistration(options: RegistrationOptions): Registration {
  const { signaling, clock, random, note, expires } = options;
  let wanted = options.automatic;
  let connected = false;
  let failures = 0;
  /** Counts connections: what an exchange on an earlier one brings is of no use any more. */
  let line = 0;
  let running: Promise<void> | undefined;
  let cancelNext: () => void = () => undefined;

  const current = (): RegistrationState => options.state.get().registration;

  function publish(registration: RegistrationState): void {
    options.state.update((state) => ({ ...state, registration }));
  }

  function next(delay: number): number {
    cancelNext();
    cancelNext = clock.schedule(() => void attempt().catch(() => undefined), delay);
    return clock.now() + delay;
  }

  function attempt(): Promise<void> {
    if (running) return running;
    const mine = exchange(line).finally(() => {
      if (running === mine) running = undefined;
    });
    running = mine;
    return mine;
  }

  async function exchange(mine: number): Promise<void> {
    cancelNext();
    const { status, expiresAt } = current();
    const refreshing = status === 'registered' && expiresAt !== undefined;
    publish(refreshing ? { status: 'refreshing', expiresAt } : { status: 'registering' });
    try {
      const granted = await signaling.register({ expires });
      if (wanted && mine === line) registered(granted.expires);
    } catch (error) {
      throw failed(toCadranError(error, 'registration/rejected'), mine);
    }
  }

  function registered(seconds: number): void {
    failures = 0;
    publish({ status: 'registered', expiresAt: clock.now() + seconds * 1_000 });
    // Spread, so that a thousand phones that came back together do not stay together.
    next(seconds * 1_000 * between(random, 0.5, 0.9));
  }

  function failed(error: CadranError, mine: number): CadranError {
    note('warn', 'registration failed', error);
    if (!wanted || mine !== line) return error;
    failures += 1;
    const delay = retryDelay(error, failures, random);
    const failure: RegistrationFailure = {
      code: error.code,
      ...(error.sip ? { sip: { ...error.sip } } : {}),
      ...(delay === undefined ? {} : { retryAt: next(delay) }),
    };
    publish({ status: 'failed', failure });
    return error;
  }

  function disconnected(reason: ConnectionState['reason']): void {
    cancelNext();
    line += 1;
    running = undefined;
    if (current().status === 'unregistered' && !reason) return;
    publish(
      reason && wanted
        ? { status: 'failed', failure: { code: reason } }
        : { status: 'unregistered' },
    );
  }

  return {
    async heard({ status, reason }) {
      const before = connected;
      connected = status === 'connected';
      if (!connected) disconnected(status === 'connecting' ? undefined : reason);
      else if (!before && wanted) await attempt().catch(() => undefined);
    },
    async register() {
      wanted = true;
      failures = 0;
      if (!connected) throw new CadranError('connection/offline', { retryable: true });
      await attempt();
    },
    async unregister() {
      wanted = false;
      cancelNext();
      await running?.catch(() => undefined);
      await signaling.unregister();
      publish({ status: 'unregistered' });
    },
    stop() {
      wanted = false;
      cancelNext();
    },
  };
}
