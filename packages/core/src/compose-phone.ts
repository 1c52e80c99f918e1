import type { CallOptions, SoundMoves } from './call/call-context.js';
import { createCalls } from './call/calls.js';
import type { Calls } from './call/calls.js';
import { playTones } from './call/tones.js';
import { beginWith } from './begin-phone.js';
import { warnOfConnection } from './connection/connection.js';
import { isConnected, type ConnectionState } from './connection/connection-state.js';
import { connectionForCalls } from './connection-for-calls.js';
import { createDevices, devicesAfter } from './devices/devices.js';
import type { DevicesHandle } from './devices/devices-handle.js';
import type { DevicesState } from './devices/devices-state.js';
import { within } from './kernel/clock.js';
import type { Clock } from './kernel/clock.js';
import { CadranError } from './kernel/errors.js';
import { createNote } from './kernel/log.js';
import type { Log, Note } from './kernel/log.js';
import { present } from './kernel/present.js';
import { systemRandom } from './kernel/random.js';
import type { Random } from './kernel/random.js';
import { createScope } from './kernel/scope.js';
import type { Scope } from './kernel/scope.js';
import { createStore, narrowStore } from './kernel/store.js';
import type { Store } from './kernel/store.js';
import type { WarningBoard } from './kernel/warnings.js';
import type { Phone } from './phone.js';
import { initialPhoneState } from './phone-state.js';
import type { Account, PhoneState } from './phone-state.js';
import { followKeptCalls, keepCalls } from './kept-calls.js';
import type { CallKeeping } from './kept-calls.js';
import type { KeptCall } from './call/kept-call.js';
import { partsLoadedLater } from './later.js';
import type { PhoneParts } from './later.js';
import type { VaultPort } from './ports/vault.js';
import { createWarningBoard } from './phone-warnings.js';
import type { DevicesPort } from './ports/devices.js';
import type { MediaPort } from './ports/media.js';
import type { Signaling } from './ports/signaling.js';
import { createRegistration } from './registration/registration.js';
import type { Registration } from './registration/registration.js';

/** What a phone is put together from. */
export interface PhonePorts {
  readonly signaling: Signaling;
  readonly media: MediaPort;
  readonly devices?: DevicesPort;
  /** Keeps the calls that are up, for a phone made in the place of this one when its page is gone. */
  readonly vault?: VaultPort;
  /** What is loaded later, and how; default by `import()`. */
  readonly parts?: PhoneParts;
  /** There where sound lives in pages that come and go. */
  readonly moves?: SoundMoves;
  readonly clock: Clock;
  readonly random?: Random;
  readonly log?: Log;
}

export interface CompositionOptions extends Partial<CallOptions> {
  readonly account: Account;
  readonly register?: boolean;
  readonly expires?: number;
  /** Calls that another engine had, to go on with. The first connection waits for them, four seconds at most. */
  readonly resume?: readonly KeptCall[] | Promise<readonly KeptCall[]>;
  /** Hears which calls another engine could go on with, whenever one of them changes; an empty list when there is none. */
  readonly onKeep?: (calls: readonly KeptCall[]) => void;
}

const callDefaults: CallOptions = {
  ...{ maxCalls: 8, maxRinging: 3, callWaiting: true, ringTimeout: 180_000, dtmf: 'rtp' },
  ...{ endedCallLinger: 5_000, tones: true, followTransfers: 'ask', keepTime: 20_000 },
};

/** Milliseconds the server may take to forget us when the phone is disposed. */
const FAREWELL_TIME = 4_000;

/** A phone as whoever houses it knows it. */
export interface ComposedPhone extends Phone {
  /** Resolves once calls of another engine have taken their place; never rejects. */
  readonly begun: Promise<void>;
  /** Ends without a word to anybody, so that another engine can go on with the calls that are kept. */
  abandon(): Promise<void>;
}

/** Puts a phone together: ports in, phone out. The phone owns the ports and disposes of them. */
export function composePhone(ports: PhonePorts, options: CompositionOptions): ComposedPhone {
  const parts = createParts(ports, options);
  follow(ports, parts);
  parts.store.update((state) => ({ ...state, connection: { status: 'connecting' } }));
  const begun = beginWith(options.resume ?? parts.keeping?.left(), { ...ports, ...parts });
  return { ...createFacade(ports, parts), begun };
}

interface Parts {
  readonly scope: Scope;
  readonly store: Store<PhoneState>;
  readonly warnings: WarningBoard;
  readonly registration: Registration;
  readonly calls: Calls;
  readonly devices: DevicesHandle;
  readonly keeping: CallKeeping | undefined;
  readonly later: PhoneParts;
  readonly note: Note;
  /** Tells who keeps the calls, when any of them changed. */
  readonly noticeKept: () => void;
}

function createParts(ports: PhonePorts, options: CompositionOptions): Parts {
  const { signaling, media, clock, random = systemRandom, log } = ports;
  const { parts: later = partsLoadedLater(), moves } = ports;
  const { account, register = true, expires = 600 } = options;
  const calling: CallOptions = { ...callDefaults, ...present(options) };
  const note = createNote(log, clock, 'phone');
  const scope = createScope();
  const store = createStore<PhoneState>(initialState(account, ports.devices), {
    onListenerError: (error) => note('error', 'a listener threw', error),
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
    options: calling,
    book: narrowStore(store),
    inCall: later.inCall,
    ...present({ moves }),
    microphoneGranted: () => store.get().devices.permission === 'granted',
    ...connectionForCalls(store, register),
  });
  const parties = { store, calls, scope };
  const { vault } = ports;
  const keeping =
    vault && keepCalls({ vault, clock, warnings, note, account: account.uri }, later.keeping);
  const noticeKept = followKeptCalls(parties, (kept) => {
    keeping?.save(kept);
    options.onKeep?.(kept);
  });
  store.subscribe(({ order }) => order.length > 0 && keeping?.prepare(), scope);
  const publish = publishDevices(store, calls);
  const devices = createDevices({ devices: ports.devices, media, clock, scope, publish });
  if (calling.tones) playTones({ state: store, media, clock, scope, note });
  const kept = { keeping, later, noticeKept };
  return { scope, store, warnings, registration, calls, devices, note, ...kept };
}

function initialState(account: Account, devices: DevicesPort | undefined): PhoneState {
  const state = initialPhoneState({ ...account });
  return devices ? state : { ...state, devices: { ...state.devices, permission: 'none' } };
}

function publishDevices(store: Store<PhoneState>, calls: Calls) {
  return (heard: DevicesState): void => {
    const before = store.get().devices;
    const devices = devicesAfter(before, heard);
    if (devices === before) return;
    store.update((state) => ({ ...state, devices }));
    const { microphone, microphones } = devices;
    if (microphone !== before.microphone || microphones !== before.microphones) {
      calls.retryMicrophones();
    }
  };
}

/** Lets the parts hear what the world says. What goes wrong in them is ours: it must not reach a socket's handler. */
function follow({ signaling, media }: PhonePorts, parts: Parts): void {
  const { scope, calls, note } = parts;
  const hearConnection = followConnection(parts);
  function guarded<Fact>(hear: (fact: Fact) => void) {
    return (fact: Fact): void => {
      if (scope.signal.aborted) return;
      try {
        hear(fact);
      } catch (error) {
        note('error', 'a fact could not be taken in', error);
      }
    };
  }
  signaling.listen(
    guarded((fact) => {
      if (fact.type === 'connection') hearConnection(fact.connection);
      else calls.heard(fact);
      if (fact.type === 'dialog' || fact.type === 'incoming') parts.noticeKept();
    }),
  );
  media.listen(
    guarded((fact) => calls.heardMedia(fact)),
    { signal: scope.signal },
  );
}

/** First the state, then whoever depends on the connection: registration at once, and then the calls that outlived it. */
function followConnection({ store, registration, calls, warnings }: Parts) {
  let wasConnected = false;
  return (heard: ConnectionState): void => {
    const before = store.get().connection;
    if (JSON.stringify(before) === JSON.stringify(heard)) return;
    store.update((state) => ({ ...state, connection: heard }));
    warnOfConnection(warnings, heard);
    const isUp = isConnected(heard);
    const isBack = isUp && wasConnected && !isConnected(before);
    wasConnected ||= isUp;
    void registration.heard(heard).then(() => {
      if (isBack) calls.refresh();
    });
  };
}

function createFacade(ports: PhonePorts, parts: Parts): Omit<ComposedPhone, 'begun'> {
  const { store, registration, calls, devices } = parts;
  let disposing: Promise<void> | undefined;
  function requireAlive(): void {
    if (disposing) throw new CadranError('phone/disposed');
  }
  return {
    state: { get: () => store.get(), subscribe: (...how) => store.subscribe(...how) },
    async dial(target, options = {}) {
      requireAlive();
      return calls.dial({ target, ...options });
    },
    async prepare() {
      if (!disposing) await ports.media.prepare();
    },
    call: (id) => calls.handle(id),
    transferRequests: calls.transferRequests,
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
    dispose: () => (disposing ??= farewell(ports, parts)),
    abandon: () => (disposing ??= slipAway(ports, parts)),
  };
}

/** Without a connection nothing that ends here is told to anybody, and what is kept stays kept. */
async function slipAway({ signaling, media }: PhonePorts, parts: Parts): Promise<void> {
  const { registration, scope, keeping } = parts;
  registration.stop();
  const disconnected = signaling.disconnect();
  scope.end(new CadranError('phone/disposed'));
  await Promise.allSettled([disconnected, keeping?.leave()]);
  await Promise.allSettled([signaling.dispose(), media.dispose()]);
}

/** People first, then the server, then all that is left here. */
async function farewell({ signaling, media, clock }: PhonePorts, parts: Parts): Promise<void> {
  const { registration, calls, scope, store, keeping } = parts;
  registration.stop();
  const said = Promise.allSettled([calls.hangupAll(), registration.unregister()]);
  await within(clock, FAREWELL_TIME, said);
  scope.end(new CadranError('phone/disposed'));
  await Promise.allSettled([signaling.dispose(), media.dispose(), keeping?.end()]);
  store.update((state) => ({
    ...state,
    connection: { status: 'offline' },
    registration: { status: 'unregistered' },
    warnings: [],
  }));
}
