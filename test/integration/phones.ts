import { createPhone } from '@cadran/core';
import type { CallState, Phone, PhoneOptions, PhoneState } from '@cadran/core';
import { createFakeMedia } from '@cadran/core/testing';
import type { FakeMedia } from '@cadran/core/testing';
import type { Switchboard } from '@cadran/switchboard';
import { WebSocket } from 'ws';

/** Milliseconds a test waits for something that must come. */
const PATIENCE = 5_000;

/** A person with a real phone over the real wire; only the sound is not real. */
export interface Person {
  readonly phone: Phone;
  readonly media: FakeMedia;
}

export function openPhone(
  board: Switchboard,
  user: string,
  options: Partial<PhoneOptions> = {},
): Person {
  const media = createFakeMedia();
  const phone = createPhone({
    servers: [board.url],
    uri: `sip:${user}@${board.domain}`,
    displayName: user,
    credentials: { username: user, password: 'secret' },
    media,
    WebSocket,
    ...options,
  });
  return { phone, media };
}

/** Resolves with the state as soon as it is as asked for. */
export function until<Found>(
  { phone }: Person,
  find: (state: PhoneState) => Found | undefined | false,
  what: string,
  patience = PATIENCE,
): Promise<Found> {
  return new Promise((resolve, reject) => {
    const watch = new AbortController();
    const timer = setTimeout(() => {
      watch.abort();
      reject(new Error(`${what} did not come: ${JSON.stringify(phone.state.get())}`));
    }, patience);
    const look = (): void => {
      const found = find(phone.state.get());
      if (found === undefined || found === false) return;
      clearTimeout(timer);
      watch.abort();
      resolve(found);
    };
    phone.state.subscribe(look, { signal: watch.signal });
    look();
  });
}

export const untilRegistered = (person: Person): Promise<unknown> =>
  until(person, ({ registration }) => registration.status === 'registered', 'the registration');

/** Resolves with the one call that fits. */
export const untilCall = (
  person: Person,
  fits: (call: CallState) => boolean,
  what: string,
): Promise<CallState> =>
  until(person, ({ calls, order }) => order.flatMap((id) => calls[id] ?? []).find(fits), what);
