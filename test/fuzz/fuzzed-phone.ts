import type { LogEntry } from '../../packages/core/src/kernel/log.js';
import type { SignalingFact } from '../../packages/core/src/ports/signaling.js';
import { description } from '../contract/line.js';
import { Wire, type Asked, type Message } from '../contract/wire.js';

const contact = 'Contact: <sip:peer@peer.invalid>';
const inDialog: readonly (readonly [method: string, asked: Asked])[] = [
  ['INVITE', { headers: [contact], body: description('bob') }],
  ['INVITE', { headers: [contact] }],
  ['UPDATE', { headers: [contact], body: description('bob') }],
  ['UPDATE', {}],
  ['ACK', { body: description('bob') }],
  ['PRACK', { headers: ['RAck: 1 1 INVITE'] }],
  ['INFO', { headers: ['Content-Type: application/dtmf-relay'], body: 'Signal=5\r\nDuration=160' }],
  ['REFER', { headers: [contact, 'Refer-To: <sip:carol@cadran.test>'] }],
  ['NOTIFY', { headers: ['Event: refer', 'Subscription-State: active;expires=60'] }],
  ['OPTIONS', {}],
  ['MESSAGE', {}],
  ['BYE', { headers: ['Reason: Q.850;cause=16;text="done"'] }],
  ['CANCEL', {}],
];

/** A whole signalling engine in the middle of its work, with a transport that swallows what it says. */
export class FuzzedPhone {
  /** Messages that belong to the calls it has, to make inputs of. */
  readonly related: readonly Uint8Array[];
  readonly #wire: Wire;
  readonly #failures: unknown[];

  private constructor(wire: Wire, related: readonly string[], failures: unknown[]) {
    this.#wire = wire;
    this.#failures = failures;
    this.related = related.map((text) => Buffer.from(text));
    wire.line.onFact = (fact) => this.#goAlong(fact);
  }

  /** With a call that it made, one that it took, one that rings there and one that rings here. */
  static async open(): Promise<FuzzedPhone> {
    const failures: unknown[] = [];
    const log = ({ level, message, detail }: LogEntry): void => {
      // What is caught on the way is a defect all the same.
      if (level === 'error' || message === 'a message could not be handled') failures.push(detail);
    };
    const wire = await Wire.connected({ log, trustIdentity: true });
    const made = await wire.dialled('made');
    const { answer } = await wire.called();
    wire.signaling.invite('ringing', {
      target: 'sip:carol@cadran.test',
      sdp: description('alice'),
    });
    const ringing = await wire.next('INVITE');
    const here = wire.ask('INVITE', { body: description('bob') });
    await wire.next('100 INVITE');
    return new FuzzedPhone(wire, relatedMessages(wire, { made, answer, ringing, here }), failures);
  }

  /** Hands it a frame; throws what the frame makes it throw. */
  receive(frame: string | Uint8Array): void {
    this.#wire.receive(typeof frame === 'string' ? frame : new Uint8Array(frame).buffer);
  }

  /** Lets it do what the frame was the cause of; rejects with what that made it throw, or catch. */
  async goOn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const { sent, line } = this.#wire;
    sent.length = 0;
    line.facts.length = 0;
    if (this.#failures.length > 0) throw this.#failures.shift() as Error;
  }

  async close(): Promise<void> {
    this.#wire.line.onFact = () => undefined;
    this.#wire.drop();
    await this.#wire.signaling.dispose();
  }

  /** What a phone would do, so that the inputs get further in. */
  #goAlong(fact: SignalingFact): void {
    const { signaling } = this.#wire;
    if (fact.type === 'offer') signaling.answerOffer(fact.id, fact.exchange, description('alice'));
    if (fact.type === 'transfer-request') signaling.answerTransfer(fact.id, fact.exchange, 202);
    if (fact.type !== 'incoming') return;
    signaling.ring(fact.id);
    if (fact.sdp !== undefined)
      signaling.accept(fact.id, description('alice')).catch(() => undefined);
  }
}

interface Calls {
  readonly made: Message;
  readonly answer: Message;
  readonly ringing: Message;
  readonly here: Message;
}

/** Writes them as the test's server would, without handing them over. */
function relatedMessages(wire: Wire, { made, answer, ringing, here }: Calls): string[] {
  const texts: string[] = [];
  wire.receive = (frame) => void texts.push(frame as string);
  const twice = inDialog.flatMap((each) => (each[0] === 'BYE' ? [each] : [each, each]));
  for (const [method, asked] of twice) {
    wire.askCaller(made, method, 2, asked);
    wire.askCallee(answer, method, 2, asked);
  }
  wire.ask('CANCEL', {
    callId: here.header('Call-ID'),
    branch: /branch=([^;]+)/.exec(here.header('Via'))?.[1] ?? '',
  });
  for (const status of [100, 180, 183, 200, 302, 401, 407, 486, 503]) {
    const challenge = 'Digest realm="cadran.test", nonce="n", qop="auth", algorithm=MD5';
    const headers = [
      contact,
      ...(status === 401 ? [`WWW-Authenticate: ${challenge}`] : []),
      ...(status === 407 ? [`Proxy-Authenticate: ${challenge}`] : []),
      ...(status === 183 ? ['Require: 100rel', 'RSeq: 1'] : []),
    ];
    wire.reply(ringing, status, { headers, body: description('carol') });
  }
  Reflect.deleteProperty(wire, 'receive');
  return texts;
}
