import { CadranError } from '../kernel/errors.js';
import type { Scope } from '../kernel/scope.js';
import { createScope } from '../kernel/scope.js';
import { until } from '../kernel/until.js';
import type { Phone } from '../phone.js';
import type { MediaFact } from '../ports/media.js';
import type { CallHandle } from '../call/call-handle.js';
import { areDialArguments, isCallVerb } from './call-verbs.js';
import { createExchange } from './exchange.js';
import type { Exchange, Notice } from './exchange.js';
import { watchLifeline } from './lifeline.js';
import type { LinkPort } from './link-port.js';
import { LEFT } from './pages.js';
import type { Page } from './pages.js';
import { isRecord, isText } from './plain-data.js';
import { PROTOCOL, readAttention, readGreeting } from './protocol.js';
import type { PhoneSound } from './phone-sound.js';
import { diffState, wholeState } from './state-patch.js';
import { sendError } from './sent-error.js';

export interface ServeOptions {
  /** Where the sound of the phone's calls lives, when it lives in the pages; else pages only see and command. */
  readonly sound?: PhoneSound;
  /** A Web Lock held where the phone lives, by which a page learns that it is gone. */
  readonly lifeline?: Promise<string>;
  /** Ends the service and lets go of the port. */
  readonly signal?: AbortSignal;
}

/**
 * Lets the page at the other end of the port see and command this phone (`connectPhone` is that end). The phone itself
 * is not disposed of from there.
 */
export function servePhone(phone: Phone, port: LinkPort, options: ServeOptions = {}): void {
  const scope = createScope();
  const end = (): void => scope.end();
  options.signal?.addEventListener('abort', end, { once: true, signal: scope.signal });
  if (options.signal?.aborted) end();
  const { sound, lifeline } = options;
  const service: Service = { phone, sound, scope, visit: undefined, watched: undefined };
  service.exchange = createExchange({
    port,
    scope,
    onAsk: (verb, given) => answer(service, verb, given),
    onNotice: (notice) => hear(service, notice),
  });
  scope.add(() => port.close());
  void lifeline?.then((held) => service.exchange?.tell('lifeline', { lifeline: held }));
}

interface Service {
  readonly phone: Phone;
  readonly sound: PhoneSound | undefined;
  readonly scope: Scope;
  exchange?: Exchange;
  /** The page that is there now: one that goes into the browser's cache and comes back is another visit. */
  visit: Visit | undefined;
  /** The lock that tells when the page is gone for good. */
  watched: string | undefined;
}

interface Visit {
  readonly scope: Scope;
  readonly page: Page;
}

function hear(service: Service, notice: Notice): void {
  const { sound, visit } = service;
  if (notice.tell === 'hello') greet(service, notice);
  else if (notice.tell === 'lifeline') watchPage(service, notice['lifeline']);
  else if (!visit) return;
  else if (notice.tell === 'leave') visit.scope.end(LEFT);
  else if (notice.tell === 'attention') heed(service, readAttention(notice['attention']));
  else if (notice.tell === 'granted') sound?.granted(notice['granted'] === true);
  else if (notice.tell === 'fact') hearFact(service, notice['fact']);
}

function greet(service: Service, notice: Notice): void {
  const { phone, sound, exchange } = service;
  const greeting = readGreeting(notice);
  if (!greeting || !exchange) return;
  if (greeting.protocol !== PROTOCOL) {
    exchange.tell('refuse', { error: sendError(new CadranError('link/other-version')) });
    return;
  }
  service.visit?.scope.end(LEFT);
  const scope = service.scope.child();
  const page: Page = {
    id: greeting.page,
    tab: greeting.tab,
    signal: scope.signal,
    ask: (verb, ...given) =>
      scope.signal.aborted
        ? Promise.reject(new CadranError('media/no-page'))
        : Promise.race([exchange.ask(verb, ...given), gone(scope.signal)]),
  };
  service.visit = { scope, page };
  exchange.tell('welcome', { state: wholeState(phone.state.get()) });
  phone.state.subscribe(
    (state, before) => {
      const patch = diffState(before, state);
      if (patch) exchange.tell('patch', { patch });
    },
    { signal: scope.signal },
  );
  if (greeting.sound) sound?.pages.add(page);
  heed(service, greeting.attention);
}

/**
 * A page in the browser's cache still lives; one whose lock is free does not, and never comes back. Locks are an origin's
 * own: of a page of another origin, which can hold no sound here either, there is nothing to wait for.
 */
function watchPage(service: Service, lifeline: unknown): void {
  if (!service.sound || !isText(lifeline, 128) || service.watched !== undefined) return;
  service.watched = lifeline;
  watchLifeline(lifeline, service.scope.signal, () => service.scope.end());
}

/** Rejects when the page goes: what it was asked is never answered. */
function gone(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new CadranError('media/no-page')), {
      once: true,
    });
  });
}

function heed(
  { sound, visit }: Service,
  { visible, focused }: ReturnType<typeof readAttention>,
): void {
  if (visit && (visible || focused)) sound?.pages.heed(visit.page);
}

function hearFact({ sound, visit }: Service, fact: unknown): void {
  if (!sound || !visit || !isRecord(fact) || !isText(fact['type'], 32)) return;
  // Where the sound of a call is, only the phone itself decides.
  if (fact['type'] === 'page' || fact['type'] === 'page-gone') return;
  sound.hear(visit.page, fact as unknown as MediaFact);
}

async function answer(service: Service, verb: string, given: readonly unknown[]): Promise<unknown> {
  const { phone, sound, visit } = service;
  if (!visit) throw new CadranError('link/refused', { detail: 'no greeting yet' });
  sound?.pages.heed(visit.page);
  if (verb === 'dial' && areDialArguments(given)) {
    return placing(service, visit, () => phone.dial(...given));
  }
  if (verb === 'register') return phone.registration.register();
  if (verb === 'unregister') return phone.registration.unregister();
  const [id, ...rest] = given;
  if (isText(id, 128)) {
    if (verb === 'takeHere' && rest.length === 0) return takeHere(service, visit, id);
    if (verb === 'acceptTransfer' && rest.length === 0) {
      return placing(service, visit, () => phone.transferRequests.accept(id));
    }
    if (verb === 'refuseTransfer' && rest.length === 0) return phone.transferRequests.refuse(id);
    if (isCallVerb(verb, rest)) return command(service, visit, { id, verb, given: rest });
  }
  throw new CadranError('link/refused', { detail: 'no such request' });
}

/** The sound of a new call belongs to the page that asked for it. */
function placing<Placed>(
  { phone, sound }: Service,
  { page }: Visit,
  place: () => Promise<Placed>,
): Promise<Placed> {
  const before = phone.state.get().order;
  const placed = place();
  for (const id of phone.state.get().order) {
    if (!before.includes(id)) sound?.places.move(id, page);
  }
  return placed;
}

interface Command {
  readonly id: string;
  readonly verb: string;
  readonly given: readonly unknown[];
}

async function command(
  { phone, sound }: Service,
  { page }: Visit,
  wanted: Command,
): Promise<unknown> {
  const { id, verb, given } = wanted;
  const handle: CallHandle = phone.call(id);
  // Whoever answers first has the sound; who comes too late changes nothing.
  if (verb === 'answer' && phone.state.get().calls[id] && sound && !sound.places.has(id)) {
    sound.places.move(id, page);
  }
  return (handle[verb as keyof CallHandle] as (...given: unknown[]) => Promise<unknown>)(...given);
}

async function takeHere({ phone, sound }: Service, { page }: Visit, id: string): Promise<void> {
  const call = phone.state.get().calls[id];
  if (!call) throw new CadranError('call/not-found');
  if (call.status === 'ended' || !sound?.places.has(id)) throw new CadranError('call/wrong-state');
  sound.places.move(id, page);
  const settled = await until(
    phone.state,
    ({ calls }) => !calls[id] || calls[id].status === 'ended' || isThere(calls[id], page),
    page.signal,
  );
  if (!settled.calls[id] || settled.calls[id].status === 'ended') {
    throw new CadranError('media/failed', { detail: 'the call ended' });
  }
}

function isThere(call: { readonly page?: string; readonly kept?: object }, page: Page): boolean {
  return call.page === page.id && call.kept === undefined;
}
