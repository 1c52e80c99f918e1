import { hasLiveCalls } from '../call/select.js';
import type { Clock } from '../kernel/clock.js';
import { CadranError } from '../kernel/errors.js';
import { randomName, systemRandom } from '../kernel/random.js';
import { createScope } from '../kernel/scope.js';
import type { Scope } from '../kernel/scope.js';
import type { Phone } from '../phone.js';
import type { PhoneOptions } from '../phone-options.js';
import type { Credentials } from '../ports/credentials.js';
import { holdLifeline } from './lifeline.js';
import type { LinkPort } from './link-port.js';
import { readOpening } from './opening.js';
import type { Opening } from './opening.js';
import { createPhoneSound } from './phone-sound.js';
import type { PhoneSound } from './phone-sound.js';
import { PROTOCOL } from './protocol.js';
import { sendError } from './sent-error.js';
import { servePhone } from './serve-phone.js';

/** Where a phone lives that several pages share: a worker, or the tab that leads. */
export interface PhoneHome {
  /** Lets a page in: its first message says which phone it wants. */
  open(port: LinkPort): void;
  dispose(): Promise<void>;
}

export interface PhoneHomeOptions {
  /** Makes the phone, on sound that lives in the pages. */
  readonly create: (options: PhoneOptions) => Phone;
  readonly clock: Clock;
}

/** Milliseconds a phone without calls outlives its last page: a navigation must not sign it out. */
const LINGER_TIME = 10_000;

interface Household {
  readonly key: string;
  readonly phone: Phone;
  readonly sound: PhoneSound;
  readonly scope: Scope;
  readonly lifeline: Promise<string>;
  credentials: Credentials | undefined;
}

export function createPhoneHome(options: PhoneHomeOptions): PhoneHome {
  return new OpenHome(options);
}

class OpenHome implements PhoneHome {
  readonly #options: PhoneHomeOptions;
  #household: Household | undefined;

  constructor(options: PhoneHomeOptions) {
    this.#options = options;
  }

  open(port: LinkPort): void {
    const door = new AbortController();
    port.addEventListener(
      'message',
      ({ data }) => {
        const opening = readOpening(data);
        if (!opening) return;
        door.abort();
        try {
          this.#admit(port, opening);
        } catch (error) {
          port.postMessage({ tell: 'refuse', error: sendError(error) });
        }
      },
      { signal: door.signal },
    );
    port.start?.();
  }

  async dispose(): Promise<void> {
    if (this.#household) await this.#leave(this.#household);
  }

  #admit(port: LinkPort, opening: Opening): void {
    if (opening.protocol !== PROTOCOL) throw new CadranError('link/other-version');
    const household = this.#householdFor(opening);
    renew(household, opening.credentials);
    const { phone, sound, lifeline, scope } = household;
    servePhone(phone, port, { sound, lifeline, signal: scope.signal });
  }

  /** The phone that is here, unless the page wants another one and nobody else needs this. */
  #householdFor(opening: Opening): Household {
    const present = this.#household;
    if (present?.key === keyOf(opening.options)) return present;
    if (present) {
      if (isNeeded(present)) throw new CadranError('link/other-options');
      void this.#leave(present);
    }
    const household = this.#found(opening);
    this.#household = household;
    this.#watchPages(household);
    return household;
  }

  #found({ options, credentials, asks }: Opening): Household {
    const scope = createScope();
    const sound = createPhoneSound(this.#options.clock);
    const { media, devices } = sound;
    const held: Pick<Household, 'credentials'> = { credentials };
    const get = async (): Promise<Credentials> => held.credentials ?? askPage(sound);
    const source = credentials || asks ? { credentials: get } : {};
    const phone = this.#options.create({ ...options, ...source, media, devices });
    const lifeline = holdLifeline(randomName(systemRandom, 'home'), scope.signal);
    return Object.assign(held, { key: keyOf(options), phone, sound, scope, lifeline });
  }

  /** Ends a phone that nobody needs any more. */
  #watchPages(household: Household): void {
    const { clock } = this.#options;
    let cancel: () => void = () => undefined;
    const look = (): void => {
      cancel();
      if (household.sound.pages.all.length > 0) return;
      cancel = clock.schedule(() => {
        if (isNeeded(household)) look();
        else void this.#leave(household);
      }, LINGER_TIME);
    };
    household.sound.pages.listen(look);
    household.scope.add(() => cancel());
    look();
  }

  async #leave(left: Household): Promise<void> {
    if (this.#household === left) this.#household = undefined;
    await left.phone.dispose();
    left.scope.end();
  }
}

function isNeeded({ sound, phone }: Household): boolean {
  return sound.pages.all.length > 0 || hasLiveCalls(phone.state.get());
}

/** Credentials of a page that came later are the newer ones; a phone that was refused tries them. */
function renew(household: Household, credentials: Credentials | undefined): void {
  if (!credentials) return;
  household.credentials = credentials;
  const { registration, state } = household.phone;
  if (state.get().registration.status === 'failed') registration.register().catch(() => undefined);
}

async function askPage({ pages }: PhoneSound): Promise<Credentials> {
  const page = pages.all[0];
  if (!page) throw new CadranError('registration/no-credentials');
  return (await page.ask('credentials')) as Credentials;
}

function keyOf(options: Opening['options']): string {
  return JSON.stringify(Object.entries(options).sort(([one], [other]) => (one < other ? -1 : 1)));
}
