import { LoggerFactory } from 'sip.js/lib/core/log/logger-factory.js';
import { CadranError } from '../../kernel/errors.js';
import type { LogLevel } from '../../kernel/log.js';
import { systemRandom } from '../../kernel/random.js';
import { createScope } from '../../kernel/scope.js';
import type { ConnectionState, RegistrationGrant } from '../../ports/signaling.js';
import { transactionTimeout, type CallHost } from './call-host.js';
import { Calls } from './calls.js';
import { parseMessage } from './codec/parse-message.js';
import { escapeQuoted } from './codec/sanitize.js';
import { parseUri, SipUri } from './codec/uri.js';
import { SipEngine } from './engine.js';
import { FactQueue } from './fact-queue.js';
import { LocalContact } from './local-contact.js';
import { randomToken, randomUuid } from './random-token.js';
import { Registrar } from './registrar.js';
import type { SipSignalingOptions } from './sip-signaling-options.js';
import { prepareStatics } from './statics.js';
import { StandinTransport } from './standin.js';
import { writeReply } from './codec/stateless-reply.js';
import { createCredentials, type SipCredentials } from './credentials/credentials.js';

const instanceKey = 'sip-instance';

/** The parts that make one phone line: connection, engine, registrar and calls, with one lifetime. */
export class SipStack implements CallHost {
  readonly facts: FactQueue;
  readonly engine: SipEngine;
  readonly calls: Calls;
  readonly registrar: Registrar;
  readonly clock;
  readonly random;
  readonly trustIdentity;
  private readonly options: SipSignalingOptions;
  private readonly scope = createScope();
  private readonly transport: StandinTransport;
  readonly credentials: SipCredentials;
  private readonly waiting = new Set<() => void>();
  private status: ConnectionState['status'] = 'offline';
  private losses = 0;
  private refreshDue = false;
  private instance: Promise<string> | undefined;

  constructor(options: SipSignalingOptions) {
    prepareStatics();
    this.options = options;
    this.clock = options.clock;
    this.random = options.random ?? systemRandom;
    this.trustIdentity = options.trustIdentity ?? false;
    this.facts = new FactQueue((error) => this.note('error', 'a listener threw', error));
    const aor = parseUri(options.uri);
    if (!aor || aor.scheme === 'tel' || !aor.user)
      throw new TypeError('uri: not a SIP address of record');
    const loggerFactory = this.loggerFactory();
    const contact = new LocalContact(
      new SipUri('sip', randomToken(12), `${randomToken(12)}.invalid`, undefined, {
        transport: 'ws',
      }),
    );
    this.credentials = createCredentials({
      source: options.credentials,
      registers: options.registers ?? true,
    });
    this.transport = new StandinTransport(
      options.servers[0] ?? '',
      options.WebSocket ?? WebSocket,
      {
        onState: (state) => this.onConnection(state),
        onFrame: (frame) => this.receive(frame),
      },
    );
    this.engine = new SipEngine(
      {
        aor,
        contact,
        displayName: escapeQuoted(options.displayName ?? ''),
        loggerFactory,
        hackViaTcp: false,
        routeSet: [],
        sipjsId: '',
        supportedOptionTags: ['100rel', 'replaces', 'outbound', 'gruu'],
        supportedOptionTagsResponse: ['100rel', 'replaces', 'outbound', 'gruu'],
        userAgentHeaderFieldValue: options.userAgent ?? 'Cadran',
        viaForceRport: false,
        viaHost: `${randomToken(12)}.invalid`,
        authenticationFactory: () => this.credentials.authenticator(),
        transportAccessor: () => this.transport,
      },
      { onInvite: (request) => this.calls.receive(request) },
      (request) => this.credentials.authorize(request),
    );
    this.calls = new Calls(this);
    this.registrar = new Registrar({ host: this, contact, instance: () => this.instanceUrn() });
  }

  connect(): void {
    this.transport.connect();
  }

  disconnect(): Promise<void> {
    return this.transport.disconnect();
  }

  /** Registers, and after a lost connection tells the far side of each call where we are now. */
  async register(expires: number): Promise<RegistrationGrant> {
    const grant = await this.registrar.register(expires);
    if (this.refreshDue) {
      this.refreshDue = false;
      this.calls.refresh();
    }
    return grant;
  }

  /** Resolves when every request of ours has its final response, or none can come any more. */
  async quiet(): Promise<void> {
    while (this.engine.isWaiting && this.isConnected() && !this.scope.signal.aborted) {
      await new Promise<void>((resolve) => this.schedule(resolve, 10));
    }
  }

  async dispose(): Promise<void> {
    this.scope.end();
    this.registrar.fail(new CadranError('phone/disposed'));
    this.waiting.clear();
    this.engine.dispose();
    this.credentials.dispose();
    await this.transport.disconnect();
  }

  emit(...[fact]: Parameters<CallHost['emit']>): void {
    this.facts.push(fact);
  }

  note(level: LogLevel, message: string, detail?: unknown): void {
    this.options.log?.({ level, area: 'signaling', message, at: this.clock.now(), detail });
  }

  isConnected(): boolean {
    return this.status === 'connected';
  }

  outages(): number {
    return this.losses;
  }

  prepareCredentials(): Promise<void> {
    return this.credentials.ready().catch((error: unknown) => {
      this.note('warn', 'the credentials could not be had', error);
    });
  }

  schedule(task: () => void, delay: number): () => void {
    const child = this.scope.child();
    const cancel = this.clock.schedule(() => {
      child.end();
      task();
    }, delay);
    child.add(cancel);
    return () => child.end();
  }

  whenConnected(task: () => void, giveUp: () => void): void {
    if (this.isConnected()) {
      task();
      return;
    }
    const cancel = this.schedule(() => {
      this.waiting.delete(run);
      giveUp();
    }, transactionTimeout());
    const run = (): void => {
      cancel();
      task();
    };
    this.waiting.add(run);
  }

  private onConnection(connection: ConnectionState): void {
    const before = this.status;
    this.status = connection.status;
    this.emit({ type: 'connection', connection });
    if (before === 'connected' && connection.status !== 'connected') {
      this.losses += 1;
      this.refreshDue = true;
      this.registrar.fail(new CadranError('connection/lost', { retryable: true }));
    }
    if (before !== 'connected' && connection.status === 'connected') this.onConnected();
  }

  private onConnected(): void {
    this.credentials.newConnection();
    if (this.losses > 0) {
      this.engine.retransmit();
      this.calls.connectionRestored();
    }
    const tasks = [...this.waiting];
    this.waiting.clear();
    for (const task of tasks) task();
  }

  private receive(frame: string | ArrayBuffer): void {
    const parsed = parseMessage(frame);
    switch (parsed.kind) {
      case 'request':
        this.engine.takeRequest(parsed.message);
        break;
      case 'response':
        this.engine.takeResponse(parsed.message);
        break;
      case 'malformed':
        this.note('warn', 'a malformed message was dropped', parsed.reason);
        if (parsed.reply) {
          this.transport.send(writeReply(parsed.reply, randomToken(16))).catch(() => undefined);
        }
        break;
      case 'keep-alive':
        break;
    }
  }

  private instanceUrn(): Promise<string> {
    this.instance ??= this.readInstance();
    return this.instance;
  }

  private async readInstance(): Promise<string> {
    const { storage } = this.options;
    try {
      const kept = await storage.read(instanceKey);
      if (kept !== undefined && /^urn:uuid:[0-9a-f-]{36}$/.test(kept)) return kept;
    } catch (error) {
      this.note('warn', 'the identity of this device could not be read', error);
    }
    const made = `urn:uuid:${randomUuid()}`;
    storage.write(instanceKey, made).catch((error: unknown) => {
      this.note('warn', 'the identity of this device could not be kept', error);
    });
    return made;
  }

  /** sip.js writes to the console unless told otherwise; what it says of errors goes to our log. */
  private loggerFactory(): LoggerFactory {
    const factory = new LoggerFactory();
    factory.builtinEnabled = false;
    if (this.options.log) {
      factory.connector = (level, category, _label, content) => {
        if (level === 'error' || level === 'warn') this.note('info', `sip.js ${category}`, content);
      };
    }
    return factory;
  }
}
