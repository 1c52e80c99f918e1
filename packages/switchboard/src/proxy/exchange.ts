import type { Flow } from '../connection/flow.js';
import type { Interceptors } from '../faults/interceptors.js';
import type { Transcript } from '../log/transcript.js';
import { randomToken } from '../message/identifier.js';
import type { MessageLimits } from '../message/limits.js';
import type { SipMessage } from '../message/message.js';
import { parseMessage } from '../message/parse.js';
import { respond } from '../message/respond.js';

/** What an exchange needs around it. */
export interface ExchangeParts {
  readonly limits: MessageLimits;
  readonly interceptors: Interceptors;
  readonly transcript: Transcript;
  /** The name of whoever is at the other end of a flow. */
  partyOf(flow: Flow): string;
  /** Takes a well-formed message that came in. */
  handle(flow: Flow, message: SipMessage): void;
  /** Hears of a frame that was no SIP message. */
  malformed(flow: Flow): void;
}

/** The door: every message goes in and out here, past the fault hooks and into the transcript. */
export class Exchange {
  readonly #parts: ExchangeParts;

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
  }

  /** Takes a frame from the wire. */
  receive(flow: Flow, frame: string): void {
    const parsed = parseMessage(frame, this.#parts.limits);
    if (parsed.ok) {
      this.accept(flow, parsed.message);
      return;
    }
    const { message, status, reason } = parsed;
    if (message !== undefined) this.#record('in', flow, message, `refused: ${reason}`);
    this.#parts.malformed(flow);
    // Only what can be matched to a transaction can be answered, and never an ACK.
    if (message?.kind !== 'request' || message.method === 'ACK' || !isAnswerable(message)) return;
    this.send(flow, respond(message, status, { phrase: reason, toTag: randomToken() }));
  }

  /** Takes a message that was built in this process, or parsed from a frame. */
  accept(flow: Flow, message: SipMessage): void {
    const { interceptors } = this.#parts;
    const outcome = interceptors.judge(this.#passing('in', flow), message);
    this.#record('in', flow, message, outcome.note);
    interceptors.carryOut(outcome, () => {
      if (typeof outcome.frame !== 'string') this.#parts.handle(flow, outcome.frame);
      else this.#reparse(flow, outcome.frame);
    });
  }

  send(flow: Flow, message: SipMessage): void {
    const { interceptors } = this.#parts;
    const outcome = interceptors.judge(this.#passing('out', flow), message);
    const shown = typeof outcome.frame === 'string' ? message : outcome.frame;
    this.#record('out', flow, shown, outcome.note);
    interceptors.carryOut(outcome, () => {
      flow.deliver(outcome.frame);
    });
  }

  #reparse(flow: Flow, frame: string): void {
    const parsed = parseMessage(frame, this.#parts.limits);
    if (parsed.ok) this.#parts.handle(flow, parsed.message);
    else this.#parts.malformed(flow);
  }

  #passing(direction: 'in' | 'out', flow: Flow) {
    return { direction, flow: flow.id, party: this.#parts.partyOf(flow) };
  }

  #record(direction: 'in' | 'out', flow: Flow, message: SipMessage, note?: string): void {
    this.#parts.transcript.record(direction, flow.id, this.#parts.partyOf(flow), message, note);
  }
}

function isAnswerable({ headers }: SipMessage): boolean {
  return ['Via', 'From', 'To', 'Call-ID', 'CSeq'].every((name) => headers.has(name));
}
