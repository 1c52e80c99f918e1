import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { IncomingAckRequest } from 'sip.js/lib/core/messages/methods/ack.js';
import { createDeferred, type Deferred } from '../../kernel/deferred.js';
import { CadranError } from '../../kernel/errors.js';
import type { CallId, EndCause, InviteRecord } from '../../ports/signaling.js';
import { asksAnswer } from './asks-answer.js';
import { stopRepeatingAnswer } from './answer-timer.js';
import type { CallHost } from './call-host.js';
import type { DialogDelegate } from './dialog-delegate.js';
import { earlyDialog } from './early-dialog.js';
import {
  outcomeFact,
  parseReasons,
  reasonForCancel,
  reasonForStatus,
  reasonValue,
} from './end-reason.js';
import { EstablishedSession } from './established-session.js';
import { hangUp, sayBye } from './hang-up.js';
import type { InviteServer } from './invite-server.js';
import { ReliableRinging } from './reliable-ringing.js';
import { requiresReliability } from './reliable-response.js';
import { remotePartyOf } from './remote-party.js';
import { exchangeOpen } from './request-screen.js';
import { descriptionOf } from './session-description.js';
import { grantHeaders } from './session-timer.js';
import type { CallEnd } from './call-life.js';
import { SipCall } from './sip-call.js';

function recordOf({ message, localTag }: InviteServer): InviteRecord {
  return { version: 1, request: message.data, localTag };
}

/** A call that comes in: nothing but 100 is said until the phone says it. */
export class IncomingCall extends SipCall {
  readonly role = 'callee';
  readonly #request: InviteServer;
  readonly #replaced: SipCall | undefined;
  #dialog: SessionDialog | undefined;
  #ringing: ReliableRinging | undefined;
  #accepting: Deferred<{ sdp?: string }> | undefined;

  constructor(
    host: CallHost,
    id: CallId,
    request: InviteServer,
    replaced: SipCall | undefined,
    onEnd: (call: SipCall) => void,
  ) {
    super(host, id, onEnd);
    this.#request = request;
    this.#replaced = replaced;
    request.delegate = { onCancel: (message) => this.#onCancel(message) };
    request.trying();
    const { message } = request;
    const sdp = descriptionOf(message);
    this.tell({
      type: 'incoming',
      id,
      remote: remotePartyOf(message, message.from, host.trustIdentity),
      ...(asksAnswer(message) ? { asksAnswer: true } : {}),
      ...(sdp === undefined ? {} : { sdp }),
      ...(replaced === undefined ? { invite: recordOf(request) } : { replaces: replaced.id }),
    });
  }

  dialogs(): SessionDialog[] {
    return this.#dialog ? [this.#dialog] : [];
  }

  ring(): void {
    if (this.ended || this.#accepting || this.session) return;
    if (requiresReliability(this.#request.message)) {
      this.#ringing ??= new ReliableRinging(this.host, this.#request, () => {
        this.#refuse(504);
        this.finish({ by: 'system', reason: 'connection-lost' });
      });
      this.#adopt(this.#ringing.start());
    } else {
      this.#adopt(this.#request.ring());
    }
  }

  accept(sdp: string): Promise<{ sdp?: string }> {
    if (this.ended || this.#accepting || this.session) {
      return Promise.reject(new CadranError('signaling/wrong-state', { detail: 'accept' }));
    }
    this.#ringing?.stop();
    const accepting = createDeferred<{ sdp?: string }>();
    this.#accepting = accepting;
    const { message } = this.#request;
    const headers = [this.host.engine.allow, ...grantHeaders(message)];
    const dialog = this.#request.answer(sdp, headers);
    this.#dialog = dialog;
    const session = new EstablishedSession(this.host, this, dialog, {
      sdp,
      agreed: message,
      caller: false,
    });
    this.session = session;
    const { delegate } = dialog;
    dialog.delegate = {
      ...delegate,
      onAck: (request) => {
        stopRepeatingAnswer(dialog);
        if (delegate) dialog.delegate = delegate;
        this.#onAck(request);
      },
      ...this.#takingPrack(),
      onAckTimeout: () => this.#onAckTimeout(dialog),
      // The ACK answers our offer: until it is there, no other can be made.
      ...(descriptionOf(message) === undefined && {
        onInvite: (request) => void request.reject(exchangeOpen(this.host.random)),
      }),
    };
    this.#replaced?.end({ status: 200, text: 'Replaced' });
    return this.whileUp(accepting);
  }

  reject(status: number): void {
    if (this.ended || this.session) return;
    this.#refuse(status);
    this.finish({
      by: 'local',
      reason: status === 480 ? 'no-answer' : reasonForStatus(status, true),
    });
  }

  end(cause?: EndCause): void {
    if (this.ended) return;
    if (this.#dialog && this.session) {
      const dialog = this.#dialog;
      this.finish({ by: 'local', reason: 'hangup' });
      hangUp(this.host, dialog, cause);
    } else {
      const status = cause?.status !== undefined && cause.status >= 400 ? cause.status : 480;
      this.#refuse(status, cause?.text);
      this.finish({ by: 'local', reason: reasonForStatus(status, true) });
    }
  }

  override finish(end: CallEnd): void {
    this.#ringing?.stop();
    super.finish(end);
  }

  #adopt(dialog: SessionDialog): void {
    this.#dialog = dialog;
    dialog.delegate ??= {
      ...earlyDialog(this.host, this, dialog, () => exchangeOpen(this.host.random)),
      // A caller may hang up before the answer (RFC 3261 §15.1.1): the INVITE then ends as if it were cancelled.
      onBye: (request) => {
        request.accept();
        this.#onCancel(request.message);
      },
      ...this.#takingPrack(),
    };
  }

  /** What was said reliably waits for its PRACK, which may cross our answer. */
  #takingPrack(): DialogDelegate {
    const ringing = this.#ringing;
    return ringing ? { onPrack: (request) => ringing.acknowledge(request) } : {};
  }

  #refuse(status: number, text?: string): void {
    const extraHeaders = text === undefined ? [] : [`Reason: ${reasonValue(status, text)}`];
    if (status < 400) this.#request.redirect([], { statusCode: status });
    else this.#request.reject({ statusCode: status, extraHeaders });
  }

  /** sip.js has answered the CANCEL itself, and calls this only while no final response went out (RFC 3261 §9.2). */
  #onCancel(message: IncomingRequestMessage): void {
    if (this.ended || this.session) return;
    this.#refuse(487);
    const reasons = parseReasons(message.getHeaders('Reason'));
    this.finish({ by: 'remote', reason: reasonForCancel(reasons), ...outcomeFact(message) });
  }

  #onAck({ message }: IncomingAckRequest): void {
    const sdp = descriptionOf(message);
    this.#accepting?.resolve(sdp === undefined ? {} : { sdp });
    this.#accepting = undefined;
  }

  /** RFC 3261 §13.3.1.4: a 200 that nobody acknowledges for 64*T1 makes a session that is ended with BYE. */
  #onAckTimeout(dialog: SessionDialog): void {
    this.#accepting?.reject(new CadranError('signaling/timeout', { detail: 'no ACK' }));
    this.finish({ by: 'system', reason: 'connection-lost' });
    sayBye(this.host, dialog, { status: 408, text: 'No ACK' });
  }
}
