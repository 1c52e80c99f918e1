import { createBrowserPage } from './adapters/browser/browser-page.js';
import { createIndexedDbStorage } from './adapters/browser/indexed-db-storage.js';
import { createLazyBrowserMedia } from './adapters/browser/lazy-browser-media.js';
import { checkOptions } from './check-options.js';
import { systemClock } from './kernel/clock.js';
import { present } from './kernel/present.js';
import { attachPhone } from './link/connect-phone.js';
import type { AttachOptions, AttachedPhone } from './link/connect-phone.js';
import { watchLifeline } from './link/lifeline.js';
import { writeOpening } from './link/opening.js';
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
 * left and the next one loads. It lives in a SharedWorker; where there can be none, in this page, and then says so in
 * `state.warnings` as `link/worker-failed`. Every page makes it with the same options.
 * Throws as `createPhone` does; what the worker refuses is in `state.connection.reason`.
 */
export function createSharedPhone(options: SharedPhoneOptions): Phone {
  checkOptions(options);
  const line = new SharedLine(options);
  line.enterWorker();
  return line.phone;
}

/** Milliseconds a worker may take to load and to answer. */
const ANSWER_TIME = 8_000;

/** This page's line to the phone, wherever that lives. */
class SharedLine {
  readonly #options: SharedPhoneOptions;
  readonly #port = createSwitchPort();
  readonly #end = new AbortController();
  readonly #attached: AttachedPhone;
  #isAnswered = false;
  #isHere = false;

  constructor(options: SharedPhoneOptions) {
    this.#options = options;
    const { uri, displayName } = options;
    this.#attached = attachPhone(this.#port, {
      ...pageSound(options),
      account: present({ uri, displayName }),
      page: createBrowserPage(),
      onAsk: (verb) => this.#answer(verb),
      onNotice: ({ tell, lifeline }) => {
        this.#isAnswered = true;
        if (tell === 'lifeline' && typeof lifeline === 'string') this.#watchHome(lifeline);
      },
    });
  }

  get phone(): Phone {
    const { phone } = this.#attached;
    return {
      ...phone,
      dispose: () => {
        this.#end.abort();
        return phone.dispose();
      },
    };
  }

  enterWorker(): void {
    const { uri, workerUrl: url } = this.#options;
    const { signal } = this.#end;
    const onFailure = (): void => this.#stayHere();
    this.#isAnswered = false;
    try {
      const worker = openWorker({ url, name: `cadran ${uri}`, signal, onFailure });
      this.#port.plug(worker, writeOpening(this.#options));
      this.#expectAnswer();
    } catch {
      this.#stayHere();
    }
  }

  /** Not every browser tells of every failure: a worker that says nothing is as good as none. */
  #expectAnswer(): void {
    const cancel = systemClock.schedule(() => {
      if (!this.#isAnswered) this.#stayHere();
    }, ANSWER_TIME);
    this.#end.signal.addEventListener('abort', cancel, { once: true });
  }

  /** A worker that the browser ended is started again, by whichever page needs it first. */
  #watchHome(lifeline: string): void {
    watchLifeline(lifeline, this.#end.signal, () => {
      this.#attached.lost();
      this.enterWorker();
      this.#attached.greet();
    });
  }

  /** Without a worker the phone lives in this page, and other pages have their own. */
  #stayHere(): void {
    if (this.#isHere) return;
    this.#isHere = true;
    this.#attached.warn('link/worker-failed');
    void import('./home-here.js').then(({ createHomeHere }) => {
      if (this.#end.signal.aborted) return;
      const { port1, port2 } = new MessageChannel();
      const home = createHomeHere(this.#options, port1);
      this.#port.plug(port2, writeOpening(this.#options));
      this.#attached.greet();
      this.#end.signal.addEventListener('abort', () => void home.dispose());
    });
  }

  #answer(verb: string): unknown {
    const { credentials } = this.#options;
    return verb === 'credentials' && typeof credentials === 'function' ? credentials() : undefined;
  }
}

function pageSound(options: SharedPhoneOptions): Pick<AttachOptions, 'media' | 'devices'> {
  const { media, devices } = options;
  if (media) return present({ media, devices });
  const storage = options.storage ?? createIndexedDbStorage({ clock: systemClock });
  const browser = createLazyBrowserMedia(present({ ...options, storage }));
  return { media: browser.media, devices: devices ?? browser.devices };
}
