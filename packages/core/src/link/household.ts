import type { ComposedPhone } from '../compose-phone.js';
import { hasLiveCalls, isRingingHere } from '../call/select.js';
import type { Clock } from '../kernel/clock.js';
import { randomName, systemRandom } from '../kernel/random.js';
import { createScope } from '../kernel/scope.js';
import type { Scope } from '../kernel/scope.js';
import type { PhoneOptions } from '../phone-options.js';
import type { Credentials } from '../ports/credentials.js';
import { holdLifeline } from './lifeline.js';
import type { Opening } from './opening.js';
import { createPhoneSound } from './phone-sound.js';
import type { PhoneSound } from './phone-sound.js';

/** A phone in its home, with the sound of the pages that share it. */
export interface Household {
  /** The same for all pages that want this phone. */
  readonly key: string;
  readonly phone: ComposedPhone;
  readonly sound: PhoneSound;
  readonly scope: Scope;
  /** A lock by which pages learn that the phone is gone. */
  readonly lifeline: Promise<string>;
  readonly keepsCalls: boolean;
  credentials: Credentials | undefined;
  /** Another home has asked for the phone and gets it when nothing is lost by that. */
  isLeaving?: boolean;
}

export interface HouseholdOptions {
  /** Makes the phone, on sound that lives in the pages. */
  readonly create: (options: PhoneOptions) => ComposedPhone;
  readonly clock: Clock;
}

/** Makes the phone that a page asks for; resolves once calls that another home had are there. */
export async function foundHousehold(
  { create, clock }: HouseholdOptions,
  { options, credentials, asks }: Opening,
): Promise<Household> {
  const scope = createScope();
  const sound = createPhoneSound(clock, (id) => phone.state.get().calls[id]?.page);
  const { media, devices } = sound;
  const held: Pick<Household, 'credentials'> = { credentials };
  const get = async (): Promise<Credentials> => held.credentials ?? askPage(sound);
  const source = credentials || asks ? { credentials: get } : {};
  const phone: ComposedPhone = create({ ...options, ...source, media, devices });
  const lifeline = holdLifeline(randomName(systemRandom, 'home'), scope.signal);
  const keepsCalls = options.resumeCalls ?? true;
  await phone.begun;
  const key = householdKey(options);
  return Object.assign(held, { key, phone, sound, scope, lifeline, keepsCalls });
}

export function householdKey(options: Opening['options']): string {
  return JSON.stringify(Object.entries(options).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Somebody would miss the phone. */
export function isNeeded({ sound, phone }: Household): boolean {
  return sound.pages.all.length > 0 || hasLiveCalls(phone.state.get());
}

/** Another home can go on with all there is; a call that is being made or answered is waited for. */
export function canMove({ phone, keepsCalls }: Household): boolean {
  const { calls } = phone.state.get();
  const live = Object.values(calls).filter(({ status }) => status !== 'ended');
  return live.every((call) => keepsCalls && (call.status === 'active' || isRingingHere(call)));
}

/** Credentials of a page that came later are the newer ones; a phone that was refused tries them. */
export function renewCredentials(household: Household, credentials: Credentials | undefined): void {
  if (!credentials) return;
  household.credentials = credentials;
  const { registration, state } = household.phone;
  if (state.get().registration.status === 'failed') registration.register().catch(() => undefined);
}

async function askPage({ pages }: PhoneSound): Promise<Credentials> {
  const page = pages.all[0] ?? (await pages.next());
  return (await page.ask('credentials')) as Credentials;
}
