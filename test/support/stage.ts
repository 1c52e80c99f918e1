import assert from 'node:assert/strict';
import type { Interceptor, SwitchboardOptions } from '@cadran/switchboard';
import type { Browser } from 'puppeteer-core';
import { serveSite } from '../../tools/site/serve.mjs';
import { launchChromium } from './browser.mjs';
import { Person, type Arrival } from './person.js';
import { comeToRest, Regulars } from './regulars.js';

export interface Invitation extends Arrival {
  readonly as?: 'alice' | 'bob' | 'carol' | 'dave';
  /** A page of the demo site. */
  readonly at?: string;
  readonly browser?: Browser;
}

interface StageOptions {
  readonly flags?: string[];
  readonly without?: string[];
  readonly switchboard?: SwitchboardOptions;
  /** Whether those who sign in at the first page, with nothing special about them, stay from test to test. */
  readonly regulars?: boolean;
}

/** The demo site with its switchboard, one browser, and whoever came: what a file of tests shares. */
export class Stage {
  readonly site: Awaited<ReturnType<typeof serveSite>>;
  readonly chromium: Browser;
  #guests: Person[] = [];
  #ends: (() => void)[] = [];
  readonly #regulars: Regulars | undefined;
  /** Guests who may stay, with their names. */
  readonly #names = new Map<Person, string>();

  private constructor(site: Stage['site'], chromium: Browser, regulars: boolean) {
    this.site = site;
    this.chromium = chromium;
    if (regulars) this.#regulars = new Regulars();
  }

  static async open({
    switchboard,
    regulars = false,
    ...browser
  }: StageOptions = {}): Promise<Stage> {
    const site = await serveSite({ switchboard });
    return new Stage(site, await launchChromium(browser), regulars);
  }

  async arrive(invitation: Invitation = {}): Promise<Person> {
    const { as = 'alice', at = '/', browser = this.chromium, ...arrival } = invitation;
    if (!isUsual(invitation)) await this.#regulars?.dismiss(as);
    const person = await Person.arrive(browser, `${this.site.origin}${at}?as=${as}`, arrival);
    this.#guests.push(person);
    return person;
  }

  /** Somebody whose telephone is ready. */
  async signIn(invitation: Invitation = {}): Promise<Person> {
    const { as = 'alice' } = invitation;
    const regular = isUsual(invitation) && this.#regulars?.take(as);
    if (regular) {
      this.#guests.push(regular);
      return regular;
    }
    const person = await this.arrive(invitation);
    await person.until(({ registration }) => registration.status === 'registered');
    if (this.#regulars && isUsual(invitation)) this.#names.set(person, as);
    return person;
  }

  /** Changes what passes the switchboard until the test is over. */
  intercept(interceptor: Interceptor): void {
    this.#ends.push(this.site.board.intercept(interceptor));
  }

  /** Ends a test: everybody leaves, and nobody's page may have complained. */
  async clear(): Promise<void> {
    const guests = this.#guests;
    this.#guests = [];
    for (const end of this.#ends.splice(0)) end();
    for (const guest of guests) await this.#dismiss(guest);
    assert.deepEqual(
      guests.flatMap(({ complaints }) => complaints),
      [],
    );
  }

  async close(): Promise<void> {
    await this.chromium.close();
    await this.site.close();
  }

  async #dismiss(guest: Person): Promise<void> {
    const name = this.#names.get(guest);
    // Who complained is not asked to stay.
    if (name === undefined || guest.complaints.length > 0) return guest.leave();
    await comeToRest(guest);
    this.#regulars?.keep(name, guest);
  }
}

/** Nothing is special about who comes so. */
function isUsual(invitation: Invitation): boolean {
  return Object.keys(invitation).every((key) => key === 'as');
}
