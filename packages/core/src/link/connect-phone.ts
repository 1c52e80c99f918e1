import { createDevices, devicesAfter } from '../devices/devices.js';
import type { DevicesState } from '../devices/devices-state.js';
import { systemClock } from '../kernel/clock.js';
import { CadranError } from '../kernel/errors.js';
import type { ErrorCode } from '../kernel/errors.js';
import { randomName, systemRandom } from '../kernel/random.js';
import { createScope } from '../kernel/scope.js';
import type { Scope } from '../kernel/scope.js';
import type { Phone } from '../phone.js';
import type { Account } from '../phone-state.js';
import type { DevicesPort } from '../ports/devices.js';
import type { MediaPort } from '../ports/media.js';
import type { PagePort } from '../ports/page.js';
import { connectedCall } from './connected-call.js';
import { createExchange } from './exchange.js';
import type { Exchange, Notice } from './exchange.js';
import { holdLifeline } from './lifeline.js';
import type { LinkPort } from './link-port.js';
import { mediaVerb } from './media-verbs.js';
import { PROTOCOL } from './protocol.js';
import { callsHere, createStateMirror } from './state-mirror.js';
import type { StateMirror } from './state-mirror.js';

export interface ConnectOptions {
  /** Whose phone it is; shown until the phone itself has said so. */
  readonly account: Account;
  /** The sound of this page. Without it the page sees and commands, and other pages speak. */
  readonly media?: MediaPort;
  readonly devices?: DevicesPort;
  readonly page?: PagePort;
}

/**
 * The phone that `servePhone` serves at the other end of the port, as a phone of this page. Its state is as there, and its
 * commands are carried out there; the sound of calls that are taken in this page is here. Disposing of it lets go of the
 * phone, which lives on.
 */
export function connectPhone(port: LinkPort, options: ConnectOptions): Phone {
  return attachPhone(port, options).phone;
}

export interface AttachOptions extends ConnectOptions {
  /** Answers what the phone asks beside sound: `credentials`. */
  readonly onAsk?: (verb: string) => unknown;
  /** Hears everything the phone tells. */
  readonly onNotice?: (notice: Notice) => void;
}

/** A connected phone whose far end may be replaced. */
export interface AttachedPhone {
  readonly phone: Phone;
  /** The phone is gone: what it was asked is refused with `link/lost`. */
  lost(): void;
  /** Another phone is at the other end now. */
  greet(): void;
  warn(code: ErrorCode): void;
}

interface Link {
  readonly exchange: Exchange;
  readonly mirror: StateMirror;
  readonly media: MediaPort | undefined;
  readonly scope: Scope;
}

export function attachPhone(port: LinkPort, options: AttachOptions): AttachedPhone {
  const { account, media, devices, page, onAsk, onNotice } = options;
  const scope = createScope();
  const id = randomName(systemRandom, 'page');
  const mirror = createStateMirror(account, id);
  const exchange = createExchange({
    port,
    scope,
    onAsk: (verb, given) =>
      verb.startsWith('media.') ? askMedia(media, verb, given) : onAsk?.(verb),
    onNotice(notice) {
      const before = callsHere(mirror.store.get());
      mirror.hear(notice);
      onNotice?.(notice);
      const { calls } = mirror.store.get();
      // A phone that has taken the place of another one may not know of a call whose sound is here.
      for (const call of before) if (!calls[call.id]) void media?.close(call.id);
    },
  });
  const link: Link = { exchange, mirror, media, scope };
  const greet = greeter(link, id, page);
  scope.add(() => port.close());
  greet();
  media?.listen((fact) => exchange.tell('fact', { fact }), { signal: scope.signal });
  page?.watch(
    (change) => {
      if (change === 'left') letGo(link);
      else if (change === 'back') greet();
      else exchange.tell('attention', { attention: page.attention() });
    },
    { signal: scope.signal },
  );
  return {
    phone: facade(link, devicesOfPage(link, devices)),
    lost() {
      // Who let it ring here is gone, and nobody else would ever let it stop.
      media?.playTone(null).catch(() => undefined);
      mirror.lose();
      exchange.lose();
    },
    greet,
    warn: (code) => mirror.warn(code, systemClock.now()),
  };
}

/** Says who is here; the lock it names is free once the page is not. */
function greeter({ exchange, media, scope }: Link, id: string, page: PagePort | undefined) {
  const lifeline = holdLifeline(id, scope.signal);
  return (): void => {
    void lifeline.then((held) => exchange.tell('lifeline', { lifeline: held }));
    const greeting = {
      protocol: PROTOCOL,
      page: id,
      tab: page?.tab ?? id,
      sound: media !== undefined,
      attention: page?.attention() ?? { visible: false, focused: false },
    };
    exchange.tell('hello', { greeting });
  };
}

/** Which devices there are is this page's own affair; the phone needs to know whether its person must be asked. */
function devicesOfPage({ exchange, mirror, media, scope }: Link, devices?: DevicesPort) {
  const publish = (heard: DevicesState): void => {
    const before = mirror.store.get().devices;
    const after = devicesAfter(before, heard);
    if (after === before) return;
    mirror.store.update((state) => ({ ...state, devices: after }));
    exchange.tell('granted', { granted: after.permission === 'granted' });
  };
  return createDevices({ devices, media: media ?? silence, clock: systemClock, scope, publish });
}

/** What a page without sound of its own can play. */
const silence = {
  playTone: async () => undefined,
  unlock: async () => undefined,
};

async function askMedia(
  media: MediaPort | undefined,
  question: string,
  given: readonly unknown[],
): Promise<unknown> {
  const verb = mediaVerb(question);
  if (!media || !verb) throw new CadranError('media/unsupported');
  return (media[verb] as (...given: unknown[]) => Promise<unknown>)(...given);
}

/** The page is being left: the phone must not wait to find out, and what was open here is closed. */
function letGo({ exchange, mirror, media }: Link): void {
  exchange.tell('leave');
  for (const { id } of callsHere(mirror.store.get())) media?.close(id).catch(() => undefined);
}

function facade(link: Link, devices: Phone['devices']): Phone {
  const { exchange, mirror, media } = link;
  const { store } = mirror;
  let disposing: Promise<void> | undefined;
  return {
    state: { get: () => store.get(), subscribe: (...how) => store.subscribe(...how) },
    async dial(target, options) {
      return (await exchange.ask('dial', target, options)) as string;
    },
    async prepare() {
      await media?.prepare();
    },
    call: (id) => connectedCall({ exchange, store, media }, id),
    transferRequests: {
      accept: async (id) => (await exchange.ask('acceptTransfer', id)) as string,
      async refuse(id) {
        await exchange.ask('refuseTransfer', id);
      },
    },
    registration: {
      async register() {
        await exchange.ask('register');
      },
      async unregister() {
        await exchange.ask('unregister');
      },
    },
    devices,
    dispose: () => (disposing ??= dispose(link)),
  };
}

async function dispose(link: Link): Promise<void> {
  const { mirror, media, scope } = link;
  letGo(link);
  scope.end(new CadranError('phone/disposed'));
  mirror.store.update((state) => ({ ...state, connection: { status: 'offline' } }));
  await media?.dispose();
}
