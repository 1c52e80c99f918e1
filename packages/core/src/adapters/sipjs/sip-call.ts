import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { Deferred } from '../../kernel/deferred.js';
import type { CadranError } from '../../kernel/errors.js';
import type { CallId, DialogRecord, EndCause, SignalingFact } from '../../ports/signaling.js';
import type { CallHost } from './call-host.js';
import { closedDialog } from './dialog-delegate.js';
import { endedError, type CallEnd, type CallLife } from './call-life.js';
import type { EstablishedSession } from './established-session.js';

/** One call from its first message to its end, which is told once and then never again, whatever still arrives. */
export abstract class SipCall implements CallLife {
  readonly id: CallId;
  abstract readonly role: DialogRecord['role'];
  /** What is said between the two once somebody answered. */
  session: EstablishedSession | undefined;
  protected readonly host: CallHost;
  readonly #onEnd: (call: SipCall) => void;
  readonly #pending = new Set<(error: CadranError) => void>();
  #over = false;

  constructor(host: CallHost, id: CallId, onEnd: (call: SipCall) => void) {
    this.host = host;
    this.id = id;
    this.#onEnd = onEnd;
  }

  get ended(): boolean {
    return this.#over;
  }

  /** The dialogs that a Replaces header may name (RFC 3891 §3). */
  abstract dialogs(): SessionDialog[];

  /** Ends the call in whatever state it is. */
  abstract end(cause?: EndCause): void;

  /** Lets go of the call without a word, to whoever takes its place. Its dialog stays with the caller of this. */
  release(): SessionDialog | undefined {
    const dialog = this.session?.dialog;
    if (dialog) dialog.delegate = closedDialog;
    this.#over = true;
    this.#close();
    return dialog;
  }

  /** The connection came back after a loss. */
  connectionRestored(): void {}

  whileUp<Result>(result: Deferred<Result>): Promise<Result> {
    const reject = (error: CadranError): void => result.reject(error);
    if (this.#over) reject(endedError());
    this.#pending.add(reject);
    return result.promise.finally(() => this.#pending.delete(reject));
  }

  tell(fact: SignalingFact): void {
    if (!this.#over) this.host.emit(fact);
  }

  finish(end: CallEnd): void {
    if (this.#over) return;
    this.host.emit({ type: 'ended', id: this.id, ...end });
    this.#over = true;
    this.#close();
  }

  #close(): void {
    this.#onEnd(this);
    this.session?.close();
    for (const reject of [...this.#pending]) reject(endedError());
  }
}
