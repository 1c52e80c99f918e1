import { Grammar } from 'sip.js/lib/grammar/grammar.js';
import {
  createSipSignaling,
  type SipSignalingOptions,
} from '../../packages/core/src/adapters/sipjs/sip-signaling.js';
import { openKeeping } from '../../packages/core/src/adapters/sipjs/open-keeping.js';
import { openExtensions } from '../../packages/core/src/adapters/sipjs/open-extensions.js';
import { RedirectTargets } from '../../packages/core/src/adapters/sipjs/redirect-targets.js';
import { openWithoutSip } from '../../packages/core/src/adapters/sipjs/transport/open-without-sip.js';
import { ServerMoves } from '../../packages/core/src/adapters/sipjs/transport/server-moves.js';
import { loadedPart } from '../../packages/core/src/kernel/lazy-part.js';
import { systemClock } from '../../packages/core/src/kernel/clock.js';
import type { Signaling } from '../../packages/core/src/ports/signaling.js';
import { description, Line } from './line.js';

// In the bundles sip.js's grammar is left out: here too, whatever asks for it fails.
(Grammar as { parse: unknown }).parse = () => {
  throw new Error('the grammar is left out');
};

/** Milliseconds a test waits for a message that must come. */
const patience = 5_000;

/** A message as it went over the wire. */
export class Message {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  get start(): string {
    return this.text.split('\r\n', 1)[0] ?? '';
  }

  /** `INVITE` of a request, `200 INVITE` of a response. */
  get kind(): string {
    const status = /^SIP\/2\.0 (\d+)/.exec(this.start)?.[1];
    return status === undefined ? (this.start.split(' ', 1)[0] ?? '') : `${status} ${this.method}`;
  }

  get method(): string {
    return this.header('CSeq').split(' ')[1] ?? '';
  }

  get cseq(): number {
    return Number(this.header('CSeq').split(' ')[0]);
  }

  get body(): string {
    return this.text.slice(this.text.indexOf('\r\n\r\n') + 4);
  }

  get target(): string {
    return this.start.split(' ')[1] ?? '';
  }

  header(name: string): string {
    return this.headers(name)[0] ?? '';
  }

  headers(name: string): string[] {
    const lines = this.text.slice(0, this.text.indexOf('\r\n\r\n')).split('\r\n').slice(1);
    return lines
      .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
      .map((line) => line.slice(name.length + 1).trim());
  }

  tag(name: 'From' | 'To'): string {
    return /;tag=([^;]+)/.exec(this.header(name))?.[1] ?? '';
  }
}

export interface Reply {
  readonly tag?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

export interface Asked extends Reply {
  readonly target?: string;
  readonly callId?: string;
  readonly cseq?: number;
  readonly branch?: string;
  readonly from?: string;
  readonly to?: string;
}

const contact = 'Contact: <sip:peer@peer.invalid;transport=ws>';

let count = 0;

/** One adapter whose server is the test itself, message by message, with no network between. */
export class Wire {
  readonly line: Line;
  readonly signaling: Signaling;
  /** What the adapter sent and the test has not looked at. */
  readonly sent: Message[] = [];
  private socket: FakeSocket | undefined;
  private readonly watchers = new Set<() => void>();
  private held: (() => void)[] | undefined;

  constructor(options: Partial<SipSignalingOptions> = {}) {
    const onSent = (text: string): void => {
      if (text === '\r\n\r\n') queueMicrotask(() => this.receive('\r\n'));
      if (text.startsWith('\r\n')) return;
      this.sent.push(new Message(text));
      for (const watch of [...this.watchers]) watch();
    };
    const onSocket = (socket: FakeSocket): void => {
      this.socket = socket;
    };
    const onOpening = (open: () => void): void => {
      if (this.held) this.held.push(open);
      else queueMicrotask(open);
    };
    const kept = new Map<string, string>();
    // Between two requests enough time passes for the next one not to count as a flood.
    let elapsed = 0;
    const clock = { ...systemClock, elapsed: () => (elapsed += 1_000) };
    this.signaling = createSipSignaling({
      keeping: loadedPart({ openKeeping }),
      extensions: loadedPart({ openExtensions, RedirectTargets }),
      serversPart: loadedPart({ ServerMoves, openWithoutSip }),
      servers: ['ws://server.test'],
      uri: 'sip:alice@cadran.test',
      credentials: { username: 'alice', password: 'secret' },
      storage: {
        read: (key) => Promise.resolve(kept.get(key)),
        write: (key, value) => Promise.resolve(void kept.set(key, value)),
      },
      clock,
      WebSocket: class extends FakeSocket {
        constructor() {
          super(onSent, onOpening);
          onSocket(this);
        }
      },
      ...options,
    });
    this.line = new Line(this.signaling);
  }

  static async connected(options: Partial<SipSignalingOptions> = {}): Promise<Wire> {
    const wire = new Wire(options);
    await wire.line.connect();
    return wire;
  }

  /** The next message of that kind that the adapter sends, or sent and nobody took. */
  next(kind: string): Promise<Message> {
    return new Promise((resolve, reject) => {
      const watch = (): void => {
        const index = this.sent.findIndex((message) => message.kind === kind);
        if (index < 0) return;
        const [message] = this.sent.splice(index, 1);
        finish(() => resolve(message as Message));
      };
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        this.watchers.delete(watch);
        settle();
      };
      const timer = setTimeout(() => {
        const seen = this.sent.map((message) => message.kind).join(', ');
        finish(() => reject(new Error(`${kind} was not sent; sent: ${seen}`)));
      }, patience);
      this.watchers.add(watch);
      watch();
    });
  }

  receive(frame: string | ArrayBuffer): void {
    this.socket?.receive(frame);
  }

  /** No further connection comes up, until `openConnections`. */
  holdConnections(): void {
    this.held = [];
  }

  openConnections(): void {
    for (const open of this.held ?? []) open();
    this.held = undefined;
  }

  /** The connection breaks; the adapter opens another. */
  drop(): void {
    this.socket?.break();
  }

  /** Ends all that goes over it, and holds that no call was told twice that it is over. */
  async close(): Promise<void> {
    this.drop();
    await this.signaling.dispose();
    await new Promise((resolve) => setImmediate(resolve));
    this.line.assertEndedOnce();
  }

  reply(request: Message, status: number, reply: Reply = {}): void {
    const to = request.header('To');
    const tagged = /;tag=/.test(to) || status === 100 ? to : `${to};tag=${reply.tag ?? 'peer'}`;
    const copied = ['Via', 'Record-Route'].flatMap((name) =>
      request.headers(name).map((value) => `${name}: ${value}`),
    );
    this.receive(
      write(
        `SIP/2.0 ${status} Phrase`,
        [
          ...copied,
          `From: ${request.header('From')}`,
          `To: ${tagged}`,
          `Call-ID: ${request.header('Call-ID')}`,
          `CSeq: ${request.header('CSeq')}`,
          ...(reply.headers ?? (status < 300 && request.method === 'INVITE' ? [contact] : [])),
        ],
        reply.body,
      ),
    );
  }

  /** Sends a request that belongs to no dialog, unless `asked` says so. */
  ask(method: string, asked: Asked = {}): Message {
    count += 1;
    const text = write(
      `${method} ${asked.target ?? 'sip:alice@cadran.test'} SIP/2.0`,
      [
        `Via: SIP/2.0/WS server.test;branch=${asked.branch ?? `z9hG4bKtest${count}`}`,
        'Max-Forwards: 70',
        `From: ${asked.from ?? `"Bob" <sip:bob@cadran.test>;tag=peer`}`,
        `To: ${asked.to ?? '<sip:alice@cadran.test>'}`,
        `Call-ID: ${asked.callId ?? `test-${count}`}`,
        `CSeq: ${asked.cseq ?? 1} ${method}`,
        ...(asked.headers ?? (method === 'INVITE' || method === 'UPDATE' ? [contact] : [])),
      ],
      asked.body,
    );
    this.receive(text);
    return new Message(text);
  }

  /** A request in the dialog of an INVITE that the adapter sent and the test answered. */
  askCaller(invite: Message, method: string, cseq: number, asked: Asked = {}): Message {
    return this.ask(method, {
      callId: invite.header('Call-ID'),
      from: `<sip:bob@cadran.test>;tag=${asked.tag ?? 'peer'}`,
      to: invite.header('From'),
      cseq,
      ...asked,
    });
  }

  /** A request in the dialog of an INVITE that the test sent and the adapter answered with `answer`. */
  askCallee(answer: Message, method: string, cseq: number, asked: Asked = {}): Message {
    return this.ask(method, {
      callId: answer.header('Call-ID'),
      from: answer.header('From'),
      to: answer.header('To'),
      cseq,
      ...asked,
    });
  }

  /** Dials and has it answered by the dialog `tag`; resolves with the INVITE, whose ACK is out. */
  async dialled(id = 'out', reply: Reply = {}): Promise<Message> {
    this.signaling.invite(id, { target: 'sip:bob@cadran.test', sdp: description('alice') });
    const invite = await this.next('INVITE');
    this.reply(invite, 200, { body: description('bob'), ...reply });
    await this.next('ACK');
    await this.line.next('accepted', (fact) => fact.id === id);
    return invite;
  }

  /** Calls the adapter and has it answered; resolves with the call's id and the 200. */
  async called(asked: Asked = {}): Promise<{ id: string; answer: Message }> {
    const invite = this.ask('INVITE', { body: description('bob'), ...asked });
    await this.next('100 INVITE');
    const { id } = await this.line.next('incoming');
    const accepted = this.signaling.accept(id, description('alice'));
    const answer = await this.next('200 INVITE');
    this.askCallee(answer, 'ACK', invite.cseq);
    await accepted;
    return { id, answer };
  }
}

function write(start: string, headers: readonly string[], body = ''): string {
  const type = body === '' || headers.some((header) => /^content-type:/i.test(header));
  const length = new TextEncoder().encode(body).length;
  const all = [start, ...headers, ...(type ? [] : ['Content-Type: application/sdp'])];
  return `${all.join('\r\n')}\r\nContent-Length: ${length}\r\n\r\n${body}`;
}

/** A WebSocket that ends in the test. */
class FakeSocket {
  binaryType = '';
  readonly protocol = 'sip';
  readonly bufferedAmount = 0;
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  private readonly onSent: (text: string) => void;

  constructor(onSent: (text: string) => void, onOpening: (open: () => void) => void) {
    this.onSent = onSent;
    onOpening(() => this.onopen?.({} as never));
  }

  send(text: string): void {
    this.onSent(text);
  }

  close(): void {}

  receive(data: string | ArrayBuffer): void {
    this.onmessage?.({ data } as never);
  }

  break(): void {
    this.onclose?.({} as never);
  }
}
