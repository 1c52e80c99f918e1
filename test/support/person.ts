import type { CallState, Phone, PhoneState } from '@cadran/core';
import type { Browser, BrowserContext, ElementHandle, Page } from 'puppeteer-core';

import { phoneConfig } from '../../tools/site/accounts.mjs';
import { en } from '../../packages/elements/src/internal/locale/en.js';
import { fr } from '../../packages/elements/src/internal/locale/fr.js';
import { listenIn } from './sound.js';

const patience = 25_000;

/** A string of the elements that takes no arguments. */
type Sentence = {
  [Key in keyof typeof en]: (typeof en)[Key] extends string ? Key : never;
}[keyof typeof en];

export interface Arrival {
  /** What the site answers when the page asks for its telephone's configuration, over the usual. */
  readonly config?: object;
  /** Takes the site's security policy away, which would keep the page from calling a server elsewhere. */
  readonly anyServer?: boolean;
  /** What the browser itself writes into the console in this case. */
  readonly expected?: RegExp;
  /** Called before the page loads. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** Somebody at a page of the demo site, who sees texts and buttons and not the code behind them. */
export class Person {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #expected: RegExp | undefined;
  /** Whatever the page complained about: nothing, in a good test. */
  get complaints(): string[] {
    return [...this.#complaints];
  }

  readonly #complaints = new Set<string>();

  private constructor(page: Page, context: BrowserContext, expected?: RegExp) {
    this.page = page;
    this.#context = context;
    this.#expected = expected;
    page.on('pageerror', (error) => this.#complaints.add(String(error)));
    page.on('console', (message) => {
      const isComplaint = message.type() === 'error' || message.type() === 'warn';
      if (isComplaint && !expected?.test(message.text())) this.#complaints.add(message.text());
    });
  }

  static async arrive(browser: Browser, url: string, arrival: Arrival = {}): Promise<Person> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    const person = new Person(page, context, arrival.expected);
    await person.#settle(arrival);
    await page.goto(url);
    return person;
  }

  async #settle({ anyServer, config, prepare }: Arrival): Promise<void> {
    const { page } = this;
    await page.setViewport({ width: 1200, height: 900 });
    // The test's compiler names functions through this helper, which functions sent to the page lack.
    await page.evaluateOnNewDocument('globalThis.__name = (named) => named');
    await listenIn(page);
    if (anyServer) await page.setBypassCSP(true);
    if (config) await answerConfig(page, config);
    await prepare?.(page);
  }

  /** Opens another tab of the same browser, at the same site: the same person, who looks at that one now. */
  async anotherTab(url: string, arrival: Arrival = {}): Promise<Person> {
    const page = await this.#context.newPage();
    const tab = new Person(page, this.#context, this.#expected);
    await tab.#settle(arrival);
    await page.goto(url);
    return tab;
  }

  /** Detaches a window from this page, small as a telephone's, and looks at that one. */
  async detachedWindow(url: string): Promise<Person> {
    const opened = new Promise<Page | null>((resolve) => this.page.once('popup', resolve));
    await this.page.evaluate(() => void open('about:blank', '', 'popup,width=420,height=700'));
    const page = await opened;
    if (!page) throw new Error('no window opened');
    const detached = new Person(page, this.#context, this.#expected);
    await detached.#settle({});
    await page.goto(url);
    return detached;
  }

  /** Clicks the button, link or field called so, wherever it is on the page, with the mouse. */
  async click(name: string): Promise<void> {
    await eventually(() => this.#clicks(name), `nothing to click is called ${name}`);
  }

  /** Follows a link, and resolves once its page is there. */
  async follows(link: string): Promise<void> {
    await Promise.all([this.page.waitForNavigation(), this.click(link)]);
  }

  /** Answers or declines what rings; a click in its first moment is taken for a mistake and changes nothing. */
  async respond(name: 'Answer' | 'Hold and answer' | 'Decline'): Promise<void> {
    await this.click(name);
    await eventually(async () => {
      const state = await this.state();
      const rings = state?.order.some((id) => state.calls[id]?.status === 'ringing');
      if (!rings) return true;
      await this.#clicks(name);
      return undefined;
    }, `${name} did nothing`);
  }

  /** Accepts or refuses to be transferred; a click in its first moment changes nothing, as above. */
  async consents(name: 'Accept' | 'Refuse'): Promise<void> {
    await this.click(name);
    await eventually(async () => {
      const state = await this.state();
      const isAsked = Object.values(state?.calls ?? {}).some(
        ({ transferRequest }) => transferRequest?.status === 'asking',
      );
      if (!isAsked) return true;
      await this.#clicks(name);
      return undefined;
    }, `${name} did nothing`);
  }

  /** Resolves once the page shows that text. */
  async reads(text: string): Promise<void> {
    await eventually(() => this.#find('text', text), `nowhere reads ${text}`);
  }

  /** Resolves once it rings here, and says who calls. */
  async isCalledBy(name: string): Promise<void> {
    await this.until(({ calls }) =>
      Object.values(calls).some(
        ({ status, remote }) => status === 'ringing' && remote.displayName === name,
      ),
    );
    await this.reads(name);
  }

  /** Whether the page shows that text now. */
  async sees(text: string): Promise<boolean> {
    return (await this.#find('text', text)) !== undefined;
  }

  /** Resolves once the page says it in English, and in French when that is the page's language. */
  async readsInBothLanguages(sentence: Sentence): Promise<void> {
    await this.reads(en[sentence]);
    await this.speaks('fr');
    await this.reads(fr[sentence]);
    await this.speaks('en');
  }

  /** Changes the language of the page. */
  async speaks(language: string): Promise<void> {
    await this.page.evaluate((language) => {
      document.documentElement.lang = language;
    }, language);
  }

  /** Dials on the keyboard, as one does: into the field, then Enter. */
  async dials(target: string): Promise<void> {
    const field = await eventually(() => this.#find('field', ''), 'there is no field to dial in');
    await field.click({ count: 3 });
    await this.page.keyboard.type(target);
    await this.page.keyboard.press('Enter');
  }

  /** The state that the page's elements show, as plain data; undefined while there is none. */
  state(): Promise<PhoneState | undefined> {
    return this.page.evaluate(() => {
      const line = document.querySelector('cadran-phone') as { offered?: Phone } | null;
      return line?.offered?.state.get();
    });
  }

  /** Resolves once the phone's state is as asked; says what it was when it never is. */
  async until(reached: (state: PhoneState) => boolean, timeout = patience): Promise<PhoneState> {
    let last: PhoneState | undefined;
    const state = await eventually(
      async () => {
        last = await this.state();
        return last && reached(last) ? last : undefined;
      },
      'the state never came',
      timeout,
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}; it is ${JSON.stringify(last)}`);
    });
    return state;
  }

  async leave(): Promise<void> {
    // A browser that was killed has nothing left to leave.
    if (this.#context.browser().connected) await this.#context.close();
  }

  /** Clicks what is called so if it is there now: what left the page before the mouse came to it was not clicked. */
  async #clicks(name: string): Promise<true | undefined> {
    const found = await this.#find('control', name);
    try {
      await found?.click();
    } catch (error) {
      if (await found?.evaluate((element) => element.isConnected)) throw error;
      return undefined;
    }
    return found && true;
  }

  /** Looks through every shadow root, as eyes do; only what is visible counts. */
  async #find(
    kind: 'control' | 'field' | 'text',
    wanted: string,
  ): Promise<ElementHandle | undefined> {
    const handle = await this.page.evaluateHandle(
      (kind, wanted) => {
        const selector = { control: 'button, a, input', field: 'input', text: '*' }[kind];
        const isVisible = (element: Element): boolean =>
          element.checkVisibility({ visibilityProperty: true });
        const textOf = (node: Node): string => {
          if (node instanceof Text) return node.data;
          const isSlot = node instanceof HTMLSlotElement;
          const inside = isSlot ? node.assignedNodes({ flatten: true }) : [...node.childNodes];
          return inside.map(textOf).join('');
        };
        const matches = (element: Element): boolean => {
          if (kind === 'field') return true;
          if (kind === 'text' && element.childElementCount > 0) return false;
          const label = kind === 'control' ? element.getAttribute('aria-label') : undefined;
          // Marks that isolate a name from the direction of the text around it are not seen.
          const text = (label ?? textOf(element)).replace(/[\u2066-\u2069]/g, '');
          const seen = text.replace(/\s+/g, ' ').trim();
          return kind === 'control' ? seen === wanted : seen.includes(wanted);
        };
        const search = (root: Document | ShadowRoot): Element | undefined => {
          for (const element of root.querySelectorAll('*')) {
            if (element.matches(selector) && isVisible(element) && matches(element)) return element;
            const inside = element.shadowRoot && search(element.shadowRoot);
            if (inside) return inside;
          }
          return undefined;
        };
        return search(document);
      },
      kind,
      wanted,
    );
    return (handle.asElement() as ElementHandle | null) ?? undefined;
  }
}

export function latestCall({ calls, order }: PhoneState): CallState | undefined {
  return calls[order.at(-1) ?? ''];
}

/** Answers the page's request for its configuration with the site's own, changed. */
async function answerConfig(page: Page, change: object): Promise<void> {
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname !== '/phone/config') {
      void request.continue();
      return;
    }
    const name = url.searchParams.get('as') ?? 'alice';
    const config = { ...phoneConfig(name, url.origin), ...change };
    void request.respond({ contentType: 'application/json', body: JSON.stringify(config) });
  });
}

export async function eventually<Found>(
  look: () => Promise<Found | undefined>,
  complaint: string | (() => string),
  timeout = patience,
): Promise<Found> {
  const deadline = Date.now() + timeout;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) {
      throw new Error(typeof complaint === 'string' ? complaint : complaint());
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
