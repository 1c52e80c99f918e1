import assert from 'node:assert/strict';
import type { Interceptor, SwitchboardOptions } from '@cadran/switchboard';
import type { Browser } from 'puppeteer-core';
import { serveSite } from '../../tools/site/serve.mjs';
import { launchChromium } from './browser.mjs';
import { Person, type Arrival } from './person.js';

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
}

/** The demo site with its switchboard, one browser, and whoever came: what a file of tests shares. */
export class Stage {
  readonly site: Awaited<ReturnType<typeof serveSite>>;
  readonly chromium: Browser;
  #guests: Person[] = [];
  #ends: (() => void)[] = [];

  private constructor(site: Stage['site'], chromium: Browser) {
    this.site = site;
    this.chromium = chromium;
  }

  static async open({ switchboard, ...browser }: StageOptions = {}): Promise<Stage> {
    const site = await serveSite({ switchboard });
    return new Stage(site, await launchChromium(browser));
  }

  async arrive(invitation: Invitation = {}): Promise<Person> {
    const { as = 'alice', at = '/', browser = this.chromium, ...arrival } = invitation;
    const person = await Person.arrive(browser, `${this.site.origin}${at}?as=${as}`, arrival);
    this.#guests.push(person);
    return person;
  }

  /** Somebody whose telephone is ready. */
  async signIn(invitation: Invitation = {}): Promise<Person> {
    const person = await this.arrive(invitation);
    await person.until(({ registration }) => registration.status === 'registered');
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
    for (const guest of guests) await guest.leave();
    assert.deepEqual(
      guests.flatMap(({ complaints }) => complaints),
      [],
    );
  }

  async close(): Promise<void> {
    await this.chromium.close();
    await this.site.close();
  }
}
