import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { TransactionState } from 'sip.js/lib/core/transactions/transaction-state.js';
import type { URI } from 'sip.js/lib/grammar/uri.js';
import { present } from '../../kernel/present.js';
import type { CallId, EndCause, InviteRequest } from '../../ports/signaling.js';
import { prepareCredentials, transactionTimeout, type CallHost } from './call-host.js';
import { CallInvite } from './call-invite.js';
import { parseUri } from './codec/uri.js';
import { isLocal, outcomeOf, reasonForStatus, reasonValue } from './end-reason.js';
import { earlyDialog } from './early-dialog.js';
import { EstablishedSession } from './established-session.js';
import { hangUp } from './hang-up.js';
import { requestInDialog } from './in-dialog-request.js';
import { rackHeader } from './reliable-response.js';
import type { RedirectTargets } from './redirect-targets.js';
import { remotePartyOf } from './remote-party.js';
import { replacesHeaders } from './replaces.js';
import { descriptionBody, descriptionOf } from './session-description.js';
import { timerHeaders } from './session-timer.js';
import { SipCall } from './sip-call.js';

/** A call we make: one INVITE, any number of early dialogs, and the first answer wins (RFC 3261 §13.2.2). */
export class OutgoingCall extends SipCall {
  readonly role = 'caller';
  readonly #request: InviteRequest;
  #invite: CallInvite | undefined;
  readonly #early = new Map<string, SessionDialog>();
  readonly #earlyDescriptions = new Map<string, string>();
  #rang = false;
  #cancelSent = false;
  #cancelCause: EndCause | undefined;
  /** There once the call was told to go elsewhere. */
  #redirects: RedirectTargets | undefined;
  #stopGuard: () => void = () => undefined;

  constructor(host: CallHost, id: CallId, request: InviteRequest, onEnd: (call: SipCall) => void) {
    super(host, id, onEnd);
    this.#request = request;
    void prepareCredentials(host).then(() => {
      if (this.ended) return;
      const target = parseUri(request.target);
      if (target) this.#send(target);
      else this.finish({ by: 'system', reason: 'not-found' });
    });
  }

  dialogs(): SessionDialog[] {
    return this.session ? [this.session.dialog] : [...this.#early.values()];
  }

  end(cause?: EndCause): void {
    if (this.ended) return;
    const { session } = this;
    this.finish({ by: 'local', reason: session ? 'hangup' : 'cancelled' });
    if (session) hangUp(this.host, session.dialog, cause);
    else this.#cancel(cause);
  }

  override connectionRestored(): void {
    if (this.session || !this.#invite) return;
    this.#stopGuard();
    // The answer may have gone to the connection that is no more: without a word from the server the call is lost.
    this.#stopGuard = this.host.schedule(() => {
      this.finish({ by: 'system', reason: 'connection-lost' });
      this.#cancel();
    }, transactionTimeout());
  }

  #send(target: URI): void {
    const { engine } = this.host;
    const { aor } = engine.configuration;
    const { inPlaceOf, replaces, referredBy, sdp } = this.#request;
    const headers = [...engine.dialogHeaders, ...timerHeaders()];
    if (inPlaceOf) headers.push(...replacesHeaders(inPlaceOf));
    if (replaces !== undefined) headers.push(`Replaces: ${replaces}`);
    if (referredBy !== undefined) headers.push(`Referred-By: ${referredBy}`);
    const body = descriptionBody(sdp);
    // Sent on, it stays the same call to the servers (RFC 3261 §8.1.3.4).
    const { callId, fromTag, cseq = 0 } = this.#invite?.message ?? {};
    const message = engine.makeOutgoingRequestMessage(
      'INVITE',
      target,
      aor,
      target,
      present({ callId, fromTag, cseq: cseq + 1 }),
      headers,
      body,
    );
    this.#invite = new CallInvite(engine, message, {
      onTrying: () => this.#onTrying(),
      onProgress: (...how) => this.#onProgress(...how),
      onAccept: (...how) => this.#onAccept(...how),
      onFailure: (response) => this.#onFailure(response),
    });
    this.tell({ type: 'trying', id: this.id });
  }

  #onTrying(): void {
    if (this.ended) this.#cancel(this.#cancelCause);
    else this.#stopGuard();
  }

  #onProgress(message: IncomingResponseMessage, dialog: SessionDialog): void {
    this.#onTrying();
    dialog.delegate ??= earlyDialog(this.host, this, dialog, () => ({ statusCode: 491 }));
    this.#early.set(dialog.id, dialog);
    const rack = rackHeader(message);
    if (rack) requestInDialog(dialog, 'PRACK', { extraHeaders: [rack] });
    const sdp = descriptionOf(message);
    if (sdp !== undefined) this.#earlyDescriptions.set(dialog.remoteTag, sdp);
    this.#rang ||= message.statusCode !== 100 && message.statusCode !== 199;
    this.tell({
      type: 'progress',
      id: this.id,
      fork: dialog.remoteTag,
      status: message.statusCode ?? 180,
      remote: remotePartyOf(message, message.to, this.host.trustIdentity),
      ...(sdp === undefined ? {} : { sdp }),
    });
  }

  #onAccept(message: IncomingResponseMessage, dialog: SessionDialog): void {
    this.#stopGuard();
    // Another device won, or we had given up: an answer is a dialog all the same, and only BYE ends it.
    if (this.ended || this.session) {
      hangUp(
        this.host,
        dialog,
        this.session ? { status: 200, text: 'Call completed elsewhere' } : this.#cancelCause,
      );
      return;
    }
    this.session = new EstablishedSession(this.host, this, dialog, {
      sdp: this.#request.sdp,
      agreed: message,
      caller: true,
    });
    this.#early.clear();
    const sdp = descriptionOf(message) ?? this.#earlyDescriptions.get(dialog.remoteTag);
    this.#earlyDescriptions.clear();
    this.tell({
      type: 'accepted',
      id: this.id,
      fork: dialog.remoteTag,
      remote: remotePartyOf(message, message.to, this.host.trustIdentity),
      ...(sdp === undefined ? {} : { sdp }),
    });
  }

  #onFailure(message: IncomingResponseMessage): void {
    this.#stopGuard();
    this.#early.clear();
    const { statusCode = 0 } = message;
    const isRedirect = statusCode >= 300 && statusCode < 400;
    if (isRedirect || this.#redirects) void this.#sendOn(message);
    else this.#fail(message);
  }

  /** Tries where they say that somebody is (RFC 3261 §8.1.3.4); few are told so, and what it takes is loaded for them. */
  async #sendOn(message: IncomingResponseMessage): Promise<void> {
    const { host } = this;
    this.#stopGuard = host.schedule(() => this.#fail(message), transactionTimeout());
    const part = await host.extensions.load().catch(() => undefined);
    this.#stopGuard();
    if (this.ended) return;
    if (this.#invite && part) this.#redirects ??= new part.RedirectTargets(this.#invite.message);
    const target = this.#redirects?.next(message);
    if (!target) {
      this.#fail(message);
      return;
    }
    const remote = remotePartyOf(message, target, false);
    this.tell({ type: 'identity', id: this.id, remote });
    this.#send(target.uri);
  }

  #fail(message: IncomingResponseMessage): void {
    const status = message.statusCode ?? 500;
    const sip = outcomeOf(message);
    if (!isLocal(message)) {
      this.finish({ by: 'remote', reason: reasonForStatus(status, this.#rang, sip.cause), sip });
      return;
    }
    // sip.js's own 408 and 503: nobody said a word, or nothing could be sent at all.
    const lost = status === 503 || !this.host.connection.isUp;
    this.finish({ by: 'system', reason: lost ? 'connection-lost' : 'unreachable' });
  }

  /** CANCEL may only follow a provisional response (RFC 3261 §9.1); until there is one, `onTrying` comes back here. */
  #cancel(cause?: EndCause): void {
    this.#cancelCause = cause;
    const invite = this.#invite;
    if (!invite) return;
    invite.givenUp = true;
    if (this.#cancelSent || invite.transaction.state !== TransactionState.Proceeding) return;
    this.#cancelSent = true;
    this.host.connection.whenUp(
      () => {
        if (invite.transaction.state !== TransactionState.Proceeding) return;
        invite.cancel(
          cause?.status === undefined ? undefined : reasonValue(cause.status, cause.text),
        );
      },
      () => undefined,
    );
    // RFC 3261 §9.1: without a final response for 64*T1, the INVITE is taken for cancelled.
    this.#stopGuard = this.host.schedule(
      () => this.host.engine.abandon(invite),
      transactionTimeout(),
    );
  }
}
