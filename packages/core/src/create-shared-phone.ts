import { createBrowserPage } from './adapters/browser/browser-page.js';
import { createIndexedDbStorage } from './adapters/browser/indexed-db-storage.js';
import { createLazyBrowserMedia } from './adapters/browser/lazy-browser-media.js';
import { checkOptions } from './check-options.js';
import type { TabHome } from './home-here.js';
import { systemClock } from './kernel/clock.js';
import { createNote } from './kernel/log.js';
import type { Note } from './kernel/log.js';
import { present } from './kernel/present.js';
import { createScope } from './kernel/scope.js';
import type { Scope } from './kernel/scope.js';
import { loadSound } from './later.js';
import { attachPhone } from './link/connect-phone.js';
import type { AttachOptions, AttachedPhone } from './link/connect-phone.js';
import type { Notice } from './link/exchange.js';
import { watchLifeline } from './link/lifeline.js';
import type { LinkPort } from './link/link-port.js';
import { writeOpening, writeOpeningOfGuest } from './link/opening.js';
import { createSwitchPort } from './link/switch-port.js';
import { openWorker } from './link/worker-door.js';
import type { Phone } from './phone.js';
import type { PhoneOptions } from './phone-options.js';

export interface SharedPhoneOptions extends PhoneOptions {
  /** Where `cadran-worker.js` is served, on the page's own origin. */
  readonly workerUrl?: string;
}

/**
 * One phone for all pages of a site: one connection, one registration, one ring, and calls that go on while a page is
 * left and the next one loads. It lives in a SharedWorker; where there can be none, in one of the pages, and in another
 * one when that is left. Where pages cannot agree on one (no Web Locks), each has its own and says so in `state.warnings`
 * as `link/worker-failed`. Every page makes it with the same options.
 * Throws as `createPhone` does; what the phone's home refuses is in `state.connection.reason`.
 */
export function createSharedPhone(options: SharedPhoneOptions): Phone {
  checkOptions(options);
  const line = new SharedLine(options);
  line.enterWorker();
  return line.phone;
}

/** Milliseconds a worker may take to load and to answer. */
const ANSWER_TIME = 8_000;
/** Milliseconds the home elsewhere may take to let this page in. */
const SEARCH_TIME = 5_000;

/** This page's line to the phone, wherever that lives. */
class SharedLine {
  readonly #options: SharedPhoneOptions;
  readonly #note: Note;
  readonly #port = createSwitchPort();
  readonly #scope = createScope();
  readonly #attached: AttachedPhone;
  /** Ends when a home has answered, or is looked for in another way. */
  #search = this.#scope.child();
  /** Ends when this page leaves the home it is in. */
  #visit: Scope | undefined;
  #tabs: Promise<TabHome> | undefined;

  constructor(options: SharedPhoneOptions) {
    this.#options = options;
    this.#note = createNote(options.log, systemClock, 'phone');
    const { uri, displayName } = options;
    this.#attached = attachPhone(this.#port, {
      ...pageSound(options),
      account: present({ uri, displayName }),
      page: createBrowserPage(),
      onAsk: (verb) => this.#answer(verb),
      onNotice: (notice) => this.#hear(notice),
    });
  }

  get phone(): Phone {
    const { phone } = this.#attached;
    return {
      ...phone,
      dispose: () => {
        this.#scope.end();
        return phone.dispose();
      },
    };
  }

  enterWorker(): void {
    const search = this.#searchAnew();
    const onFailure = (error: unknown): void => {
      if (search.signal.aborted) return;
      this.#note('warn', 'no worker: a page is the home of the phone', error);
      this.#joinTabs();
    };
    const { uri, workerUrl: url } = this.#options;
    try {
      const { signal } = search;
      this.#plug(
        openWorker({ url, name: `cadran ${uri}`, signal, onFailure }),
        writeOpening(this.#options),
      );
      // Not every browser tells of every failure: a worker that says nothing is as good as none.
      search.add(systemClock.schedule(() => onFailure('no answer'), ANSWER_TIME));
    } catch (error) {
      onFailure(error);
    }
  }

  #hear({ tell, lifeline }: Notice): void {
    if (tell === 'elsewhere') {
      this.#lookElsewhere();
      return;
    }
    this.#search.end();
    if (tell !== 'lifeline' || typeof lifeline !== 'string' || !this.#visit) return;
    watchLifeline(lifeline, this.#visit.signal, () => {
      this.#leaveHome();
      if (this.#tabs) this.#joinTabs();
      else this.enterWorker();
    });
  }

  /** What this page says from now on waits for the next home. */
  #leaveHome(): void {
    this.#visit?.end();
    this.#visit = undefined;
    this.#port.unplug();
    this.#attached.lost();
    this.#attached.greet();
  }

  #plug(port: LinkPort, opening: unknown): void {
    if (this.#visit) this.#leaveHome();
    this.#visit = this.#scope.child();
    this.#port.plug(port, opening);
  }

  #searchAnew(): Scope {
    this.#search.end();
    return (this.#search = this.#scope.child());
  }

  /** The worker of another version of the script has the phone, or a tab has it. */
  #lookElsewhere(): void {
    const search = this.#searchAnew();
    search.add(systemClock.schedule(() => this.enterWorker(), SEARCH_TIME));
    const onOpen = (port: LinkPort): void => this.#plug(port, writeOpeningOfGuest(this.#options));
    import('./home-here.js')
      .then(({ knock }) => {
        knock({ account: this.#options.uri, clock: systemClock, scope: search, onOpen });
      })
      .catch((error: unknown) => this.#note('warn', 'a part did not load', error));
  }

  /** Without a worker one of the pages is the home of the phone; the others find it there. */
  #joinTabs(): void {
    const search = this.#searchAnew();
    const joined = (this.#tabs ??= this.#joinedTabs());
    joined.then(
      (tabs) => tabs.seek(),
      (error: unknown) => {
        this.#note('warn', 'a part did not load', error);
        this.#tabs = undefined;
        search.add(systemClock.schedule(() => this.#joinTabs(), SEARCH_TIME));
      },
    );
  }

  async #joinedTabs(): Promise<TabHome> {
    const { createTabHome } = await import('./home-here.js');
    const tabs = createTabHome({
      options: this.#options,
      scope: this.#scope,
      onHome: (port, opening) => this.#plug(port, opening),
    });
    if (!tabs.isShared) this.#attached.warn('link/worker-failed');
    return tabs;
  }

  /** The phone asks for credentials only where it lacks them. */
  #answer(verb: string): unknown {
    const { credentials } = this.#options;
    if (verb !== 'credentials') return undefined;
    return typeof credentials === 'function' ? credentials() : credentials;
  }
}

function pageSound(options: SharedPhoneOptions): Pick<AttachOptions, 'media' | 'devices'> {
  const { media, devices } = options;
  if (media) return present({ media, devices });
  const storage = options.storage ?? createIndexedDbStorage({ clock: systemClock });
  const browser = createLazyBrowserMedia(present({ ...options, storage }), loadSound);
  return { media: browser.media, devices: devices ?? browser.devices };
}
