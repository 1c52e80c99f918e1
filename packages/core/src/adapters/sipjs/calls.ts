import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import { CadranError } from '../../kernel/errors.js';
import type {
  CallId,
  DialogRecord,
  EndCause,
  InviteRecord,
  InviteRequest,
} from '../../ports/signaling.js';
import type { CallHost } from './call-host.js';
import type { EstablishedSession } from './established-session.js';
import { hangUp } from './hang-up.js';
import { IncomingCall } from './incoming-call.js';
import type { InviteServer } from './invite-server.js';
import type { OpenKeeping, ReturningInvite } from './keeping-session.js';
import { OutgoingCall } from './outgoing-call.js';
import type { Replaces } from './codec/header-values.js';
import type { SipUri } from './codec/uri.js';
import { randomToken } from './random-token.js';
import { names, replacesOf } from './replaces.js';
import { ResumedCall } from './resumed-call.js';
import type { SipCall } from './sip-call.js';

/** The calls there are, by id, from their first message to their end. */
export class Calls {
  readonly #host: CallHost;
  readonly #onCount: (count: number) => void;
  readonly #calls = new Map<CallId, SipCall>();
  #closed = false;
  /** There once a call of another engine was resumed. */
  #keeping: OpenKeeping | undefined;
  /** The call that is about to come in again. */
  #arriving: ReturningInvite | undefined;

  constructor(host: CallHost, onCount: (count: number) => void) {
    this.#host = host;
    this.#onCount = onCount;
  }

  invite(id: CallId, request: InviteRequest): void {
    const lost = this.#calls.get(id);
    if (lost && !(lost.session && request.inPlaceOf))
      throw new TypeError(`There is a call ${id} already.`);
    const dialog = lost?.release();
    const call = new OutgoingCall(this.#host, id, request, (ended) => {
      this.#forget(ended);
      // Who took our call for the old one has hung up on that; for all others it still is to be ended.
      if (dialog) hangUp(this.#host, dialog);
    });
    this.#keep(call);
  }

  /** Goes on with a call of another engine, and returns our address in it. Throws `signaling/malformed`. */
  resume(id: CallId, record: DialogRecord | InviteRecord, keeping: OpenKeeping): SipUri {
    if (this.#calls.has(id)) throw new TypeError(`There is a call ${id} already.`);
    this.#keeping = keeping;
    if ('request' in record) return keeping.expect(id, record);
    const { dialog, address } = keeping.restore(record);
    this.#keep(new ResumedCall(this.#host, id, record.role, dialog, this.#forget));
    return address;
  }

  /** There is a connection: calls that rang in another engine come in again. */
  connected(): void {
    for (const invite of this.#keeping?.take() ?? []) {
      this.#arriving = invite;
      this.#host.engine.takeRequest(invite.message);
      this.#arriving = undefined;
      if (invite.refused !== undefined) this.reject(invite.id, invite.refused);
    }
  }

  reject(id: CallId, status: number): void {
    this.incoming(id)?.reject(status);
    this.#keeping?.refuse(id, status);
  }

  /** Ends a call in whatever state it is, wherever it is on its way to us. */
  end(id: CallId, cause?: EndCause): void {
    this.find(id)?.end(cause);
    this.#keeping?.refuse(id, cause?.status ?? 480);
  }

  [Symbol.iterator](): Iterator<SipCall> {
    return this.#calls.values();
  }

  receive(request: InviteServer): void {
    if (this.#closed) {
      request.reject({ statusCode: 480 });
      return;
    }
    const replaces = replacesOf(request.message);
    const replaced = replaces ? this.#replacedBy(replaces) : undefined;
    // RFC 3891 §3: a call that is not ours to replace is no reason to ring.
    if (replaces && typeof replaced !== 'object') {
      request.reject({ statusCode: replaced ?? 481 });
      return;
    }
    const { id, localTag } = this.#arriving ?? { id: randomToken(16), localTag: randomToken(16) };
    request.localTag = localTag;
    const call = replaced as SipCall | undefined;
    this.#keep(new IncomingCall(this.#host, id, request, call, this.#forget));
  }

  find(id: CallId): SipCall | undefined {
    return this.#calls.get(id);
  }

  incoming(id: CallId): IncomingCall | undefined {
    const call = this.#calls.get(id);
    return call instanceof IncomingCall ? call : undefined;
  }

  /** The session of a call somebody answered; throws `signaling/wrong-state`. */
  session(id: CallId): EstablishedSession {
    const session = this.#calls.get(id)?.session;
    if (!session) throw new CadranError('signaling/wrong-state', { detail: 'no such call is up' });
    return session;
  }

  /** The one dialog of a call, to name it to somebody else; throws `signaling/wrong-state`. */
  dialog(id: CallId): SessionDialog {
    const [dialog] = this.#calls.get(id)?.dialogs() ?? [];
    if (!dialog) throw new CadranError('signaling/wrong-state', { detail: 'no such dialog' });
    return dialog;
  }

  connectionRestored(): void {
    for (const call of this.#calls.values()) call.connectionRestored();
  }

  /** Ends every call there is, and refuses every further one. */
  close(): void {
    this.#closed = true;
    for (const call of [...this.#calls.values()]) call.end();
  }

  #keep(call: SipCall): void {
    this.#calls.set(call.id, call);
    this.#onCount(this.#calls.size);
  }

  readonly #forget = (call: SipCall): void => {
    this.#calls.delete(call.id);
    this.#onCount(this.#calls.size);
  };

  /** The call a Replaces header names, or the status that refuses it. */
  #replacedBy(replaces: Replaces): SipCall | number {
    for (const call of this.#calls.values()) {
      const dialog = call.dialogs().find((candidate) => names(replaces, candidate));
      if (!dialog) continue;
      if (call.session) return replaces.early_only ? 486 : call;
      // RFC 3891 §3: an early dialog can be replaced only where we are the caller.
      return call instanceof OutgoingCall ? call : 481;
    }
    return 481;
  }
}
