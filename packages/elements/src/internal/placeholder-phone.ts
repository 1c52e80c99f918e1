import {
  CadranError,
  type CallHandle,
  type ConnectionState,
  type Phone,
  type PhoneState,
} from '@cadran/core';

/** Stands in where there is no phone yet: its state says why, and every command rejects with that. */
export function placeholderPhone(connection: ConnectionState): Phone {
  const state = Object.freeze<PhoneState>({
    account: { uri: '' },
    connection,
    registration: { status: 'unregistered' },
    calls: {},
    order: [],
    devices: { permission: 'unknown', microphones: [], speakers: [], canChooseSpeaker: false },
    warnings: [],
  });
  const refuse = (): Promise<never> =>
    Promise.reject(new CadranError(connection.reason ?? 'connection/offline'));
  return {
    state: { get: () => state, subscribe: () => () => undefined },
    dial: refuse,
    prepare: () => Promise.resolve(),
    call: (id) => refusingCall(id, refuse),
    transferRequests: { accept: refuse, refuse },
    registration: { register: refuse, unregister: refuse },
    devices: { requestPermission: refuse, select: refuse, unlockSound: refuse, test: refuse },
    dispose: () => Promise.resolve(),
  };
}

function refusingCall(id: string, refuse: () => Promise<never>): CallHandle {
  return {
    id,
    answer: refuse,
    decline: refuse,
    silence: refuse,
    hangup: refuse,
    hold: refuse,
    resume: refuse,
    takeHere: refuse,
    mute: refuse,
    unmute: refuse,
    sendDtmf: refuse,
    transfer: refuse,
    consult: refuse,
    completeTransfer: refuse,
    cancelTransfer: refuse,
    watchLevels: refuse,
    statistics: refuse,
    dismiss: refuse,
  };
}
