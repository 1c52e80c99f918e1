import type { CallHandle } from '../call/call-handle.js';
import { createStore } from '../kernel/store.js';
import type { Phone } from '../phone.js';
import { initialPhoneState, type PhoneState } from '../phone-state.js';

/** One command a test or a person gave to a still phone. */
export interface StillPhoneCommand {
  /** `dial`, `hold`, `registration.register` and so on. */
  readonly name: string;
  readonly callId?: string;
  readonly arguments: readonly unknown[];
}

/** A phone that stands still: it shows whatever state it is given and notes every command. */
export interface StillPhone extends Phone {
  /** Shows another state; what is left out stays. */
  show(change: Partial<PhoneState>): void;
  readonly commands: readonly StillPhoneCommand[];
  /** Makes the next command of that name reject. */
  failNext(name: string, error: Error): void;
}

/** For drawing an element in any state without a server, a microphone or a wait. */
export function createStillPhone(change: Partial<PhoneState> = {}): StillPhone {
  const commands: StillPhoneCommand[] = [];
  const failures = new Map<string, Error>();
  const state = createStore<PhoneState>(
    { ...initialPhoneState({ uri: 'sip:alice@cadran.test', displayName: 'Alice' }), ...change },
    {
      onListenerError: (error) => {
        throw error;
      },
    },
  );

  function note(name: string, callId?: string) {
    return (...args: unknown[]): Promise<never> => {
      commands.push({ name, ...(callId === undefined ? {} : { callId }), arguments: args });
      const failure = failures.get(name);
      failures.delete(name);
      return failure ? Promise.reject(failure) : Promise.resolve(undefined as never);
    };
  }

  return {
    state,
    dial: note('dial'),
    prepare: note('prepare'),
    call: (id) => stillCall(id, note),
    transferRequests: {
      accept: (id) => note('transferRequests.accept', id)(),
      refuse: (id) => note('transferRequests.refuse', id)(),
    },
    registration: {
      register: note('registration.register'),
      unregister: note('registration.unregister'),
    },
    devices: {
      requestPermission: note('devices.requestPermission'),
      select: note('devices.select'),
      unlockSound: note('devices.unlockSound'),
      test: note('devices.test'),
    },
    dispose: note('dispose'),
    commands,
    show(change) {
      state.update((previous) => ({ ...previous, ...change }));
    },
    failNext(name, error) {
      failures.set(name, error);
    },
  };
}

type Noting = (name: string, callId?: string) => (...args: unknown[]) => Promise<never>;

/** The commands of one call, noted under their names. */
function stillCall(id: string, note: Noting): CallHandle {
  return {
    id,
    answer: note('answer', id),
    decline: note('decline', id),
    silence: note('silence', id),
    hangup: note('hangup', id),
    hold: note('hold', id),
    resume: note('resume', id),
    takeHere: note('takeHere', id),
    mute: note('mute', id),
    unmute: note('unmute', id),
    sendDtmf: note('sendDtmf', id),
    transfer: note('transfer', id),
    consult: note('consult', id),
    completeTransfer: note('completeTransfer', id),
    cancelTransfer: note('cancelTransfer', id),
    watchLevels: note('watchLevels', id),
    statistics: note('statistics', id),
    dismiss: note('dismiss', id),
  };
}
