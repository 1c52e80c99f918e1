import { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import { within, type Clock } from '../../kernel/clock.js';
import { CadranError } from '../../kernel/errors.js';
import type { LogLevel } from '../../kernel/log.js';
import { systemRandom, type Random } from '../../kernel/random.js';
import { createScope } from '../../kernel/scope.js';
import type {
  CallId,
  DialogRecord,
  InviteRecord,
  RegistrationGrant,
  SignalingFact,
} from '../../ports/signaling.js';
import { allowHeader } from './allow-header.js';
import { transactionTimeout, type CallHost } from './call-host.js';
import { Calls } from './calls.js';
import { parseNameAddress } from './codec/name-address.js';
import { parseMessage } from './codec/parse-message.js';
import { headerValue } from './codec/sanitize.js';
import { writeReply } from './codec/stateless-reply.js';
import { parseUri, SipUri } from './codec/uri.js';
import { ConnectionWatch } from './connection-watch.js';
import { createCredentials, type SipCredentials } from './credentials/credentials.js';
import { createDeviceIdentity } from './device-identity.js';
import { SipEngine } from './engine.js';
import { FactQueue } from './fact-queue.js';
import { createFloodGuard, type FloodGuard } from './flood-guard.js';
import type { OpenKeeping, SharedByKeeping } from './keeping-session.js';
import { LocalContact } from './local-contact.js';
import { probeServer } from './probe.js';
import { randomToken } from './random-token.js';
import { Registrar } from './registrar.js';
import type { SipSignalingOptions } from './sip-signaling-options.js';
import { silentLogger } from './silent-logger.js';
import { prepareStatics } from './statics.js';
import type { Frame } from './transport/frame-kind.js';
import { isSecurePage } from './transport/server-url.js';
import type { SipTransport } from './transport/sip-transport.js';
import { createTransport } from './transport/transport.js';

/** What we tell that we understand, RFC 3261 §19.2. */
const optionTags = ['100rel', 'replaces', 'outbound', 'gruu', 'norefersub', 'timer'];

/** Milliseconds that `dispose` waits for the answers to the last BYE and REGISTER. */
const farewell = 2_000;

const shared: SharedByKeeping = {
  parseMessage,
  parseNameAddress,
  parseUri,
  SessionDialog,
  SipUri,
};

/** Milliseconds without a request too many after which a flood is over. */
const calm = 10_000;

/** The parts that make one line: connection, engine, registrar and calls, with one lifetime. */
export class SipStack implements CallHost {
  readonly facts: FactQueue;
  readonly engine: SipEngine;
  readonly calls: Calls;
  readonly registrar: Registrar;
  readonly connection: ConnectionWatch;
  readonly credentials: SipCredentials;
  readonly #clock: Clock;
  readonly random: Random;
  readonly trustIdentity: boolean;
  readonly takesTransfers: boolean;
  readonly extensions: CallHost['extensions'];
  readonly #options: SipSignalingOptions;
  readonly #scope = createScope();
  readonly #guard: FloodGuard;
  readonly transport: SipTransport;
  readonly #contact = new LocalContact(makeContact());
  /** There once its part has been loaded by whoever keeps calls. */
  #keeping: OpenKeeping | undefined;
  /** True once somebody may know the address we have. */
  #known = false;
  #disposing: Promise<void> | undefined;
  /** There while a flood is on. */
  #notCalm: (() => void) | undefined;

  constructor(options: SipSignalingOptions) {
    this.#options = options;
    this.extensions = options.extensions;
    this.takesTransfers = options.followTransfers !== 'never';
    prepareStatics();
    this.#clock = options.clock;
    this.random = options.random ?? systemRandom;
    this.#guard = createFloodGuard(
      this.#clock,
      this.random,
      () => this.#onShed(),
      options.callRate,
    );
    this.trustIdentity = options.trustIdentity ?? false;
    const onListenerError = (error: unknown): void => this.note('error', 'a listener threw', error);
    this.facts = new FactQueue(onListenerError);
    this.credentials = createCredentials({
      source: options.credentials,
      registers: options.registers ?? true,
      clock: this.#clock,
    });
    this.connection = new ConnectionWatch({
      onLost: () => {
        this.registrar.fail(new CadranError('connection/lost', { retryable: true }));
      },
      onUp: (again) => this.#onUp(again),
      afterTimeout: (task) => this.schedule(task, transactionTimeout()),
    });
    this.transport = createTransport({
      servers: options.servers,
      clock: this.#clock,
      random: this.random,
      webSocket: options.WebSocket,
      network: options.network,
      secureContextOnly: isSecurePage(),
      serversPart: options.serversPart,
      probe: () => probeServer(this.engine),
      onMessage: (frame) => this.#receive(frame),
      onState: (connection) => {
        this.emit({ type: 'connection', connection });
        this.connection.onState(connection);
      },
      onListenerError,
    });
    const contact = this.#contact;
    this.engine = this.#createEngine(contact);
    this.calls = new Calls(this, (count) => this.transport.setInCall(count > 0));
    void options.keeping.arrival.then(() => this.#kept()?.look());
    const instance = createDeviceIdentity(options.storage, (error) => {
      this.note('warn', 'device identity not kept', error);
    });
    this.registrar = new Registrar({ host: this, contact, instance });
  }

  connect(): void {
    this.#known = true;
    this.transport.connect();
  }

  /** A server that is overloaded is left where there is another (RFC 3261 §21.5.4). */
  async register(expires: number): Promise<RegistrationGrant> {
    try {
      return await this.registrar.register(expires);
    } catch (error) {
      const { status, retryAfter } = (error as CadranError).sip ?? {};
      if (status === 503) this.transport.leave(retryAfter);
      throw error;
    }
  }

  /** Goes on with a call of another engine, under the address it had there. Throws `signaling/malformed`. */
  resume(id: CallId, record: DialogRecord | InviteRecord): void {
    const keeping = this.#kept();
    if (!keeping) throw new CadranError('signaling/wrong-state', { detail: 'not loaded' });
    const address = this.calls.resume(id, record, keeping);
    if (this.#known) return;
    this.#known = true;
    this.#contact.uri = address;
    this.engine.configuration.viaHost = address.host;
  }

  /** Ends the calls and the registration, waits a moment for the server's answers, and leaves nothing behind. */
  dispose(): Promise<void> {
    this.#disposing ??= this.#shutDown();
    return this.#disposing;
  }

  emit(fact: SignalingFact): void {
    this.facts.push(fact);
  }

  note(level: LogLevel, message: string, detail?: unknown): void {
    this.#options.log?.({ level, area: 'signaling', message, at: this.#clock.now(), detail });
  }

  schedule(task: () => void, delay: number): () => void {
    const timer = this.#scope.child();
    timer.add(
      this.#clock.schedule(() => {
        timer.end();
        task();
      }, delay),
    );
    return () => timer.end();
  }

  #kept(): OpenKeeping | undefined {
    const session = { host: this, calls: this.calls, contact: this.#contact, shared };
    return (this.#keeping ??= this.#options.keeping.now?.openKeeping(session));
  }

  async #shutDown(): Promise<void> {
    this.calls.close();
    const unregistered = this.registrar.isBound ? this.registrar.unregister() : undefined;
    const answered = Promise.all([unregistered?.catch(() => undefined), this.#quiet()]);
    await within(this.#clock, farewell, answered);
    this.calls.close();
    this.#scope.end();
    this.registrar.fail(new CadranError('phone/disposed'));
    this.engine.dispose();
    this.credentials.dispose();
    this.transport.dispose();
  }

  /** Resolves when every request of ours has its final response, or none can come any more. */
  async #quiet(): Promise<void> {
    while (this.engine.isWaiting && this.connection.isUp && !this.#scope.signal.aborted) {
      await new Promise<void>((resolve) => this.schedule(resolve, 10));
    }
  }

  #createEngine(contact: LocalContact): SipEngine {
    const { uri, displayName = '', userAgent = 'Cadran' } = this.#options;
    const aor = parseUri(uri);
    if (!aor || !/^sips?$/.test(aor.scheme) || aor.user === '') {
      throw new CadranError('config/invalid', { detail: 'uri is no address of record' });
    }
    const configuration = {
      aor,
      contact,
      displayName: headerValue(displayName),
      loggerFactory: silentLogger(),
      hackViaTcp: false,
      routeSet: [],
      sipjsId: '',
      supportedOptionTags: optionTags,
      supportedOptionTagsResponse: optionTags,
      userAgentHeaderFieldValue: headerValue(userAgent),
      viaForceRport: false,
      viaHost: contact.uri.host,
      authenticationFactory: () => this.credentials.authenticator(),
      transportAccessor: () => this.transport,
    };
    return new SipEngine(configuration, allowHeader(this.takesTransfers), {
      authorize: (request) => {
        this.credentials.authorize(request);
        this.#keeping?.look();
      },
      onCall: (request) => this.calls.receive(request),
      onError: (error) => this.note('warn', 'a message failed', error),
    });
  }

  #onUp(again: boolean): void {
    this.credentials.newConnection();
    this.calls.connected();
    if (!again) return;
    this.engine.retransmit();
    this.calls.connectionRestored();
  }

  #onShed(): void {
    if (!this.#notCalm) this.emit({ type: 'flooded', flooded: true });
    this.#notCalm?.();
    this.#notCalm = this.schedule(() => {
      this.#notCalm = undefined;
      this.emit({ type: 'flooded', flooded: false });
    }, calm);
  }

  #receive(frame: Frame): void {
    this.#keeping?.look();
    const parsed = parseMessage(frame);
    if (parsed.kind === 'request') this.engine.takeRequest(parsed.message, this.#guard);
    else if (parsed.kind === 'response') this.engine.takeResponse(parsed.message);
    else if (parsed.kind === 'malformed') {
      const shed = this.#guard('');
      if (shed === undefined) this.note('warn', 'malformed', parsed.reason);
      if (!parsed.reply || shed === null) return;
      this.transport.send(writeReply(parsed.reply, randomToken(16))).catch(() => undefined);
    }
  }
}

/** An address that only our own connection leads to, with a user that no server escapes (RFC 7118 §5.2). */
function makeContact(): SipUri {
  const host = `${randomToken(12)}.invalid`;
  return new SipUri('sip', randomToken(12), host, undefined, { transport: 'ws' });
}
