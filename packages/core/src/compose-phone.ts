import type { CallOptions } from './call/call-context.js';
import { createCalls } from './call/calls.js';
import type { Calls } from './call/calls.js';
import { playTones } from './call/tones.js';
import { connectionAfter, warnOfConnection } from './connection/connection.js';
import type { ConnectionState } from './connection/connection-state.js';
import { createDevices, devicesAfter } from './devices/devices.js';
import { within } from './kernel/clock.js';
import type { Clock } from './kernel/clock.js';
import { CadranError } from './kernel/errors.js';
import { createNote } from './kernel/log.js';
import type { Log } from './kernel/log.js';
import { systemRandom } from './kernel/random.js';
import type { Random } from './kernel/random.js';
import { createScope } from './kernel/scope.js';
import { createStore, narrowStore } from './kernel/store.js';
import type { Phone } from './phone.js';
import { initialPhoneState } from './phone-state.js';
import type { Account, PhoneState } from './phone-state.js';
import { createWarningBoard } from './phone-warnings.js';
import type { DevicesPort } from './ports/devices.js';
import type { MediaPort } from './ports/media.js';
import type { Signaling } from './ports/signaling.js';
import { createRegistration } from './registration/registration.js';

/** What a phone is put together from. */
export interface PhonePorts {
  readonly signaling: Signaling;
  readonly media: MediaPort;
  readonly devices?: DevicesPort;
  readonly clock: Clock;
  readonly random?: Random;
  readonly log?: Log;
}

export interface CompositionOptions extends Partial<CallOptions> {
  readonly account: Account;
  readonly register?: boolean;
  readonly expires?: number;
}

/** Milliseconds the server may take to forget us when the phone is disposed. */
const FAREWELL_TIME = 4_000;

const CALL_DEFAULTS: CallOptions = {
  maxCalls: 8,
  callWaiting: true,
  ringTimeout: 180_000,
  endedCallLinger: 5_000,
  dtmf: 'rtp',
  tones: true,
};

/** Puts a phone together: ports in, phone out. The phone owns the ports and disposes of them. */
export function composePhone(ports: PhonePorts, options: CompositionOptions): Phone {
  const { signaling, media, clock, random = systemRandom, log } = ports;
  const { account, register = true, expires = 600, ...calling } = options;
  const scope = createScope();
  const note = createNote(log, clock, 'phone');
  const store = createStore<PhoneState>(initialState(account, ports.devices), {
    onListenerError: (error) => note('error', 'a listener of the state threw', error),
  });
  const warnings = createWarningBoard(store, clock);
  const registration = createRegistration({
    signaling,
    clock,
    random,
    note: createNote(log, clock, 'registration'),
    expires,
    automatic: register,
    state: narrowStore(store),
  });
  const calls = createCalls({
    signaling,
    media,
    clock,
    random,
    note: createNote(log, clock, 'call'),
    warnings,
    scope,
    account: account.uri,
    options: { ...CALL_DEFAULTS, ...calling },
    book: narrowStore(store),
    microphoneGranted: () => store.get().devices.permission === 'granted',
    online: () => store.get().connection.status === 'connected',
  });
  const devices = createDevices({
    devices: ports.devices,
    media,
    clock,
    scope,
    publish: (heard) =>
      store.update((state) => {
        const after = devicesAfter(state.devices, heard);
        return after === state.devices ? state : { ...state, devices: after };
      }),
  });
  const hearConnection = followConnection({ store, registration, calls, warnings });

  signaling.listen((fact) => {
    if (scope.signal.aborted) return;
    // What goes wrong in here is ours: it must not reach the socket's handler.
    try {
      if (fact.type === 'connection') hearConnection(fact.connection);
      else calls.heard(fact);
    } catch (error) {
      note('error', 'a fact could not be taken in', error);
    }
  });
  media.listen((fact) => calls.heardMedia(fact), { signal: scope.signal });
  if (calling.tones ?? CALL_DEFAULTS.tones) playTones({ state: store, media, clock, scope, note });
  signaling.connect();

  async function end(): Promise<void> {
    registration.stop();
    const farewell = Promise.allSettled([calls.hangupAll(), registration.unregister()]);
    await within(clock, FAREWELL_TIME, farewell);
    scope.end(new CadranError('phone/disposed'));
    await Promise.allSettled([signaling.dispose(), media.dispose()]);
    store.update((state) => ({
      ...state,
      connection: { status: 'offline' },
      registration: { status: 'unregistered' },
      warnings: [],
    }));
  }

  let disposing: Promise<void> | undefined;
  function requireAlive(): void {
    if (disposing) throw new CadranError('phone/disposed');
  }

  return {
    state: { get: () => store.get(), subscribe: (...how) => store.subscribe(...how) },
    async dial(target, dialOptions = {}) {
      requireAlive();
      return calls.dial({ target, ...dialOptions });
    },
    async prepare() {
      if (!disposing) await media.prepare();
    },
    call: (id) => calls.handle(id),
    registration: {
      async register() {
        requireAlive();
        await registration.register();
      },
      async unregister() {
        requireAlive();
        await registration.unregister();
      },
    },
    devices,
    dispose: () => (disposing ??= end()),
  };
}

function initialState(account: Account, devices: DevicesPort | undefined): PhoneState {
  const state = initialPhoneState({ ...account });
  return devices ? state : { ...state, devices: { ...state.devices, permission: 'none' } };
}

interface ConnectionFollowers {
  readonly store: ReturnType<typeof createStore<PhoneState>>;
  readonly registration: { heard(connection: ConnectionState): Promise<void> };
  readonly calls: Calls;
  readonly warnings: ReturnType<typeof createWarningBoard>;
}

/** First the state, then whoever depends on the connection: registration at once, and then the calls that outlived it. */
function followConnection({ store, registration, calls, warnings }: ConnectionFollowers) {
  let wasConnected = false;
  return (heard: ConnectionState): void => {
    const before = store.get().connection;
    const after = connectionAfter(before, heard);
    if (after === before) return;
    store.update((state) => ({ ...state, connection: after }));
    warnOfConnection(warnings, after);
    const isBack = after.status === 'connected' && wasConnected;
    wasConnected ||= after.status === 'connected';
    void registration.heard(after).then(() => {
      if (isBack) calls.refresh();
    });
  };
}
