import { CadranError } from '../kernel/errors.js';
import { createScope } from '../kernel/scope.js';
import type { Scope } from '../kernel/scope.js';
import { createHomeClaim } from './home-claim.js';
import type { HomeClaim } from './home-claim.js';
import { canMove, foundHousehold, householdKey, isNeeded, renewCredentials } from './household.js';
import type { Household, HouseholdOptions } from './household.js';
import type { LinkPort } from './link-port.js';
import type { Opening } from './opening.js';
import { PROTOCOL } from './protocol.js';
import { receive } from './reception.js';
import { sendError } from './sent-error.js';
import { servePhone } from './serve-phone.js';

/** Where a phone lives that several pages share: a worker, or the tab that leads. */
export interface PhoneHome {
  /** Lets a page in: its first message says which phone it wants. */
  open(port: LinkPort): void;
  /** Resolves once no other home has the phone of that account, however long it takes. */
  lead(account: string): Promise<void>;
  /** Ends the phone. Where other pages than that of this home share it, their next home goes on with it. */
  dispose(): Promise<void>;
}

/** Milliseconds a phone without calls outlives its last page: a navigation must not sign it out. */
const LINGER_TIME = 10_000;
/** Milliseconds an older home may take to hand the phone over; then pages are sent to it. */
const HANDOVER_TIME = 1_500;
/** Milliseconds between two times that a home hands the phone over: more often is no new version, but mischief. */
const MOVING_TIME = 30_000;

export function createPhoneHome(options: HouseholdOptions): PhoneHome {
  return new OpenHome(options);
}

class OpenHome implements PhoneHome {
  readonly #options: HouseholdOptions;
  readonly #scope = createScope();
  #household: Household | undefined;
  #founding: Promise<Household | undefined> | undefined;
  #claim: { readonly right: HomeClaim; readonly scope: Scope } | undefined;
  /** A newer home has asked for the phone: this one never asks for it back. */
  #isOutdated = false;
  #movedAt = -Infinity;

  constructor(options: HouseholdOptions) {
    this.#options = options;
  }

  open(port: LinkPort): void {
    receive(port, {
      clock: this.#options.clock,
      scope: this.#scope,
      onOpening: (opening, patient) => {
        this.#admit(patient, opening).catch((error: unknown) => {
          patient.postMessage({ tell: 'refuse', error: sendError(error) });
          patient.close();
        });
      },
    });
  }

  async lead(account: string): Promise<void> {
    await this.#rightTo(account).take();
  }

  async dispose(): Promise<void> {
    const household = this.#household;
    if (household && household.sound.pages.all.length > 1 && canMove(household)) {
      await this.#handOver(household);
    } else if (household) await this.#leave(household);
    this.#scope.end();
  }

  async #admit(port: LinkPort, opening: Opening): Promise<void> {
    if (opening.protocol !== PROTOCOL) throw new CadranError('link/other-version');
    const household = await this.#householdFor(opening);
    if (!household) {
      port.postMessage({ tell: 'elsewhere' });
      port.close();
      return;
    }
    renewCredentials(household, opening.credentials);
    const { phone, sound, lifeline, scope } = household;
    servePhone(phone, port, { sound, lifeline, signal: scope.signal });
  }

  /**
   * The phone that is here, unless the page wants another one and nobody else needs this; undefined where the page has to
   * look for it elsewhere.
   */
  async #householdFor(opening: Opening): Promise<Household | undefined> {
    const key = householdKey(opening.options);
    const present = this.#household ?? (await this.#founding);
    if (present?.key === key) return present;
    if (present && isNeeded(present)) throw new CadranError('link/other-options');
    if (present) await this.#leave(present);
    this.#founding ??= this.#found(opening).finally(() => (this.#founding = undefined));
    const founded = await this.#founding;
    return founded === undefined || founded.key === key ? founded : this.#householdFor(opening);
  }

  /** Makes the phone, once an older home has handed it over. */
  async #found(opening: Opening): Promise<Household | undefined> {
    const right = this.#rightTo(opening.options.uri);
    if (!this.#isOutdated) right.want();
    if (!(await right.take(HANDOVER_TIME))) return undefined;
    const household = await foundHousehold(this.#options, opening);
    this.#household = household;
    this.#watchPages(household);
    return household;
  }

  #rightTo(account: string): HomeClaim {
    if (this.#claim?.right.account === account) return this.#claim.right;
    this.#claim?.scope.end();
    const scope = this.#scope.child();
    const right = createHomeClaim({
      account,
      scope,
      clock: this.#options.clock,
      onPage: (port) => this.open(port),
      onWanted: () => this.#moveOut(),
    });
    scope.add(() => right.release());
    this.#claim = { right, scope };
    return right;
  }

  /** Hands the phone over as soon as nothing would be lost. */
  #moveOut(): void {
    this.#isOutdated = true;
    const household = this.#household;
    if (!household) {
      if (!this.#founding) this.#claim?.right.release();
      return;
    }
    const { clock } = this.#options;
    if (household.isLeaving || clock.now() < this.#movedAt + MOVING_TIME) return;
    household.isLeaving = true;
    const { phone, scope } = household;
    const look = (): void => {
      if (this.#household === household && canMove(household)) void this.#handOver(household);
    };
    phone.state.subscribe(look, { signal: scope.signal });
    look();
  }

  /** The phone goes on in the next home, which finds its calls in the vault; nobody is told anything. */
  async #handOver(household: Household): Promise<void> {
    this.#household = undefined;
    this.#movedAt = this.#options.clock.now();
    await household.phone.abandon();
    this.#claim?.right.release();
    household.scope.end();
  }

  /** Ends a phone that nobody needs any more. */
  async #leave(left: Household): Promise<void> {
    if (this.#household === left) this.#household = undefined;
    await left.phone.dispose();
    left.scope.end();
    if (!this.#household && !this.#founding) this.#claim?.right.release();
  }

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
}
