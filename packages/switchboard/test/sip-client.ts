import { once } from 'node:events';
import { WebSocket } from 'ws';
import { digestResponse, type DigestAlgorithm } from '../src/auth/digest.js';
import { parseAddress, tagOf } from '../src/message/address.js';
import { Headers } from '../src/message/headers.js';
import { randomBranch, randomToken } from '../src/message/identifier.js';
import {
  methodOf,
  sequenceOf,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '../src/message/message.js';
import { parseMessage } from '../src/message/parse.js';
import { parseParameters, unquote } from '../src/message/parameters.js';
import { respond } from '../src/message/respond.js';
import { serialize } from '../src/message/serialize.js';

export interface SipClientOptions {
  readonly user: string;
  readonly password?: string;
  readonly domain?: string;
  readonly instance?: string;
  readonly contact?: string;
  /** The algorithms this client knows, in the server's order. */
  readonly algorithms?: readonly DigestAlgorithm[];
  readonly headers?: Record<string, string>;
}

type Extra = Iterable<readonly [string, string]>;

/** A hand-held SIP client for tests: nothing happens that the test did not ask for. */
export class SipClient {
  readonly user: string;
  readonly password: string;
  readonly domain: string;
  readonly contact: string;
  readonly received: SipMessage[] = [];
  readonly frames: string[] = [];
  readonly socket: WebSocket;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  readonly #options: SipClientOptions;
  readonly #host = `${randomToken()}.invalid`;
  readonly #used = new Map<string, number>();
  #read = 0;
  #wake: (() => void)[] = [];
  #sequence = 1;
  registerCallId = randomToken();

  private constructor(socket: WebSocket, options: SipClientOptions) {
    this.#options = options;
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    this.user = options.user;
    this.password = options.password ?? 'secret';
    this.domain = options.domain ?? 'cadran.test';
    this.contact = options.contact ?? `sip:${randomToken()}@${this.#host};transport=ws`;
    socket.on('message', (data) => {
      const text = (data as Buffer).toString();
      this.frames.push(text);
      const parsed = parseMessage(text);
      if (parsed.ok) this.received.push(parsed.message);
      for (const wake of this.#wake.splice(0)) wake();
    });
    socket.on('error', () => undefined);
  }

  static async connect(url: string, options: SipClientOptions): Promise<SipClient> {
    const socket = new WebSocket(url, 'sip', { headers: options.headers ?? {} });
    const client = new SipClient(socket, options);
    await once(socket, 'open');
    return client;
  }

  static async registered(url: string, options: SipClientOptions): Promise<SipClient> {
    const client = await SipClient.connect(url, options);
    const response = await client.register();
    if (response.status !== 200) throw new Error(`REGISTER got ${response.status}`);
    return client;
  }

  get aor(): string {
    return `sip:${this.user}@${this.domain}`;
  }

  send(message: SipMessage | string): void {
    this.socket.send(typeof message === 'string' ? message : serialize(message));
  }

  async close(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.socket, 'close');
    this.socket.close();
    await closed;
  }

  terminate(): void {
    this.socket.terminate();
  }

  /** The next message, from where the last call stopped looking, that fits. */
  async next(fits: (message: SipMessage) => boolean, timeout = 5000): Promise<SipMessage> {
    const deadline = Date.now() + timeout;
    for (let at = this.#read; ;) {
      for (; at < this.received.length; at += 1) {
        const message = this.received[at];
        if (message !== undefined && fits(message)) {
          this.received.splice(at, 1);
          return message;
        }
      }
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`${this.user}: nothing fitting came`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  async nextRequest(method: string, timeout?: number): Promise<SipRequest> {
    return (await this.next(
      (m) => m.kind === 'request' && m.method === method,
      timeout,
    )) as SipRequest;
  }

  async nextResponse(to: SipRequest, final = true, timeout?: number): Promise<SipResponse> {
    const callId = to.headers.get('Call-ID');
    return (await this.next(
      (m) =>
        m.kind === 'response' &&
        methodOf(m) === to.method &&
        sequenceOf(m) === sequenceOf(to) &&
        m.headers.get('Call-ID') === callId &&
        (final ? m.status >= 200 : m.status > 100),
      timeout,
    )) as SipResponse;
  }

  /** Builds a request outside any dialog. */
  request(method: string, uri: string, extra: Extra = [], body = ''): SipRequest {
    const headers = new Headers([
      ['Via', `SIP/2.0/WS ${this.#host};branch=${randomBranch()};rport`],
      ['Max-Forwards', '70'],
      ['From', `"${this.user}" <${this.aor}>;tag=${randomToken()}`],
      ['To', `<${method === 'REGISTER' ? this.aor : uri}>`],
      ['Call-ID', randomToken()],
      ['CSeq', `${(this.#sequence += 1)} ${method}`],
    ]);
    if (['INVITE', 'SUBSCRIBE', 'REFER'].includes(method))
      headers.add('Contact', `<${this.contact}>`);
    for (const [name, value] of extra) headers.set(name, value);
    return { kind: 'request', method, uri, headers, body };
  }

  /** Sends a request, answers one challenge, and resolves with the request that counted. */
  async submit(request: SipRequest): Promise<SipRequest> {
    this.send(request);
    const first = (await this.next(
      (m) =>
        m.kind === 'response' &&
        m.headers.get('Call-ID') === request.headers.get('Call-ID') &&
        m.headers.get('CSeq') === request.headers.get('CSeq') &&
        (m.status > 100 || request.method === 'INVITE'),
    )) as SipResponse;
    if (first.status !== 401 && first.status !== 407) {
      this.received.unshift(first);
      return request;
    }
    if (request.method === 'INVITE') this.send(this.ackRefusal(request, first));
    const again = this.withCredentials(request, first);
    this.send(again);
    return again;
  }

  /** Sends a request, answers one challenge, and resolves with the final response. */
  async transact(request: SipRequest, timeout?: number): Promise<SipResponse> {
    const sent = await this.submit(request);
    return this.nextResponse(sent, true, timeout);
  }

  withCredentials(request: SipRequest, challenged: SipResponse): SipRequest {
    const headers = request.headers.clone();
    const via = headers.shift('Via') ?? '';
    headers.prepend('Via', via.replace(/branch=[^;]*/, `branch=${randomBranch()}`));
    headers.set('CSeq', `${(this.#sequence += 1)} ${request.method}`);
    const asked = challenged.status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate';
    const given = challenged.status === 401 ? 'Authorization' : 'Proxy-Authorization';
    headers.set(given, this.credentials(challenged.headers.getAll(asked), request));
    return { ...request, headers };
  }

  credentials(challenges: readonly string[], request: SipRequest): string {
    const known = this.#options.algorithms ?? ['SHA-256', 'MD5'];
    for (const text of challenges) {
      const fields = parseParameters(text.replace(/^Digest\s+/, ''), ',');
      const algorithm = fields.get('algorithm') as DigestAlgorithm;
      if (!known.includes(algorithm)) continue;
      const nonce = unquote(fields.get('nonce') ?? '');
      const nc = (this.#used.get(nonce) ?? 0) + 1;
      this.#used.set(nonce, nc);
      const given = {
        username: this.user,
        realm: fields.get('realm') ?? '',
        nonce,
        uri: request.uri,
        algorithm,
        cnonce: randomToken(),
        nc,
      };
      const response = digestResponse(given, this.password, request.method);
      return `Digest username="${given.username}", realm="${given.realm}", nonce="${nonce}", uri="${given.uri}", response="${response}", algorithm=${algorithm}, cnonce="${given.cnonce}", qop=auth, nc=${nc.toString(16).padStart(8, '0')}`;
    }
    throw new Error('no algorithm in common');
  }

  register(seconds = 600, extra: Extra = []): Promise<SipResponse> {
    const instance = this.#options.instance;
    const suffix = instance === undefined ? '' : `;+sip.instance="<urn:uuid:${instance}>"`;
    return this.transact(
      this.request('REGISTER', `sip:${this.domain}`, [
        ['Call-ID', this.registerCallId],
        ['Contact', `<${this.contact}>${suffix};expires=${seconds}`],
        ...extra,
      ]),
    );
  }

  /** Answers a request; a To tag and, for an INVITE, a Contact are added. */
  respond(request: SipRequest, status: number, options: { body?: string; headers?: Extra } = {}) {
    const answer = respond(request, status, {
      toTag: `tag-${this.user}-${this.#host.slice(0, 6)}`,
    });
    for (const route of request.headers.getAll('Record-Route'))
      answer.headers.add('Record-Route', route);
    if (request.method === 'INVITE' && status < 300)
      answer.headers.add('Contact', `<${this.contact}>`);
    for (const [name, value] of options.headers ?? []) answer.headers.add(name, value);
    if (options.body !== undefined) {
      answer.headers.add('Content-Type', 'application/sdp');
      answer.body = options.body;
    }
    this.send(answer);
    return answer;
  }

  ackRefusal(invite: SipRequest, response: SipResponse): SipRequest {
    const headers = new Headers([['Via', invite.headers.get('Via') ?? '']]);
    for (const route of invite.headers.getAll('Route')) headers.add('Route', route);
    headers.add('Max-Forwards', '70').add('From', invite.headers.get('From') ?? '');
    headers.add('To', response.headers.get('To') ?? '');
    headers.add('Call-ID', invite.headers.get('Call-ID') ?? '');
    headers.add('CSeq', `${sequenceOf(invite)} ACK`);
    return { kind: 'request', method: 'ACK', uri: invite.uri, headers, body: '' };
  }

  cancel(invite: SipRequest): SipRequest {
    const headers = new Headers();
    for (const name of ['Via', 'Max-Forwards', 'From', 'To', 'Call-ID']) {
      headers.add(name, invite.headers.get(name) ?? '');
    }
    headers.add('CSeq', `${sequenceOf(invite)} CANCEL`);
    return { kind: 'request', method: 'CANCEL', uri: invite.uri, headers, body: '' };
  }

  /** A request inside the dialog that an INVITE of ours opened. */
  inDialog(method: string, invite: SipRequest, accepted: SipResponse, body = ''): SipRequest {
    const target = parseAddress(accepted.headers.get('Contact') ?? '')?.uri ?? '';
    const routes = accepted.headers.getAll('Record-Route').reverse();
    return this.#dialogRequest(
      method,
      target,
      routes,
      invite.headers.get('From') ?? '',
      accepted.headers.get('To') ?? '',
      invite,
      body,
    );
  }

  /** A request inside the dialog that an INVITE to us opened. */
  inReverse(method: string, invite: SipRequest, accepted: SipResponse, body = ''): SipRequest {
    const target = parseAddress(invite.headers.get('Contact') ?? '')?.uri ?? '';
    const routes = invite.headers.getAll('Record-Route');
    return this.#dialogRequest(
      method,
      target,
      routes,
      accepted.headers.get('To') ?? '',
      invite.headers.get('From') ?? '',
      invite,
      body,
    );
  }

  #dialogRequest(
    method: string,
    target: string,
    routes: readonly string[],
    from: string,
    to: string,
    invite: SipRequest,
    body: string,
  ): SipRequest {
    const number = method === 'ACK' ? sequenceOf(invite) : (this.#sequence += 1);
    const headers = new Headers([
      ['Via', `SIP/2.0/WS ${this.#host};branch=${randomBranch()};rport`],
      ...routes.map((route) => ['Route', route] as const),
      ['Max-Forwards', '70'],
      ['From', from],
      ['To', to],
      ['Call-ID', invite.headers.get('Call-ID') ?? ''],
      ['CSeq', `${number} ${method}`],
    ]);
    if (method === 'INVITE') headers.add('Contact', `<${this.contact}>`);
    return { kind: 'request', method, uri: target, headers, body };
  }

  tagOf = tagOf;
}
