import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import { CadranError } from '../../kernel/errors.js';
import type { RemoteParty } from '../../ports/signaling.js';
import { stopRepeatingAnswer } from './answer-timer.js';
import type { CallHost } from './call-host.js';
import { wellFormed } from './codec/sanitize.js';
import type { DialogDelegate } from './dialog-delegate.js';
import { outcomeFact } from './end-reason.js';
import { receiveInfo } from './info.js';
import { sendInDialog } from './in-dialog-request.js';
import { Negotiation } from './negotiation.js';
import { assertedParty, sameParty } from './remote-party.js';
import type { CallLife } from './call-life.js';
import { SessionTransfers } from './session-transfers.js';

/** What two sides say to each other in a confirmed dialog, until either hangs up. */
export class EstablishedSession {
  readonly dialog: SessionDialog;
  readonly negotiation: Negotiation;
  readonly transfers: SessionTransfers;
  readonly #host: CallHost;
  readonly #call: CallLife;
  #remote: RemoteParty | undefined;

  /** `sdp` is the description of ours in force; undefined where another engine had agreed on it. */
  constructor(
    host: CallHost,
    call: CallLife,
    dialog: SessionDialog,
    sdp: string | undefined,
    caller: boolean,
  ) {
    this.#host = host;
    this.#call = call;
    this.dialog = dialog;
    this.negotiation = new Negotiation(host, call, dialog, { sdp, caller });
    this.transfers = new SessionTransfers(host, call, dialog);
    dialog.delegate = this.#delegate();
  }

  info(contentType: string, body: string): Promise<void> {
    if (!/^[\w.+-]{1,64}\/[\w.+-]{1,64}$/.test(contentType)) {
      return Promise.reject(new CadranError('signaling/malformed', { detail: 'content type' }));
    }
    const content = { contentDisposition: 'render', contentType, content: wellFormed(body) };
    return sendInDialog(this.#host, this.#call, this.dialog, 'INFO', { body: content });
  }

  /** The call is over: what still waits is settled, what they still ask is answered. */
  close(): void {
    this.negotiation.close();
    this.transfers.close();
  }

  #delegate(): DialogDelegate {
    const { negotiation, transfers } = this;
    const call = this.#call;
    return {
      onAck: ({ message }) => {
        stopRepeatingAnswer(this.dialog);
        negotiation.onAck(message);
      },
      onBye: (request) => {
        request.accept();
        call.finish({ by: 'remote', reason: 'hangup', ...outcomeFact(request.message) });
      },
      onInfo: (request) => receiveInfo(call, request),
      onInvite: (request) => {
        negotiation.onInvite(request);
        this.#notice(request.message);
      },
      onNotify: (request) => transfers.onNotify(request),
      onPrack: (request) => void request.accept(),
      onRefer: (request) => transfers.onRefer(request),
      onUpdate: (request) => {
        negotiation.onUpdate(request);
        this.#notice(request.message);
      },
    };
  }

  /** A trusted server tells in a re-INVITE or UPDATE that the far side is somebody else now (RFC 4916, RFC 3325). */
  #notice(message: IncomingMessage): void {
    const remote = this.#host.trustIdentity ? assertedParty(message) : undefined;
    if (!remote || (this.#remote && sameParty(this.#remote, remote))) return;
    this.#remote = remote;
    this.#call.tell({ type: 'identity', id: this.#call.id, remote });
  }
}
