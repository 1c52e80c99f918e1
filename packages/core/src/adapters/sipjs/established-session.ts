import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import type { IncomingRequest } from 'sip.js/lib/core/messages/incoming-request.js';
import type { RemoteParty } from '../../ports/signaling.js';
import { stopRepeatingAnswer } from './answer-timer.js';
import type { CallHost } from './call-host.js';
import type { DialogDelegate } from './dialog-delegate.js';
import { outcomeFact } from './end-reason.js';
import { Negotiation } from './negotiation.js';
import { assertedParty, sameParty } from './remote-party.js';
import type { CallLife } from './call-life.js';
import { SessionExtensions } from './session-extensions.js';

/** How a session came to be. */
export interface Beginning {
  readonly sdp?: string;
  readonly agreed?: IncomingMessage;
  readonly caller: boolean;
}

/** What two sides say to each other in a confirmed dialog, until either hangs up. */
export class EstablishedSession {
  readonly dialog: SessionDialog;
  readonly negotiation: Negotiation;
  readonly extensions: SessionExtensions;
  readonly #host: CallHost;
  readonly #call: CallLife;
  #remote: RemoteParty | undefined;

  /** `sdp` is the description of ours in force, `agreed` the 2xx or the INVITE; absent where another engine had agreed. */
  constructor(
    host: CallHost,
    call: CallLife,
    dialog: SessionDialog,
    { sdp, agreed, caller }: Beginning,
  ) {
    this.#host = host;
    this.#call = call;
    this.dialog = dialog;
    const negotiation = new Negotiation(host, call, dialog, (message) => {
      this.extensions.agreed(message, 'uas');
    });
    negotiation.agreed = sdp;
    const extensions = new SessionExtensions(host, call, dialog, { negotiation, caller });
    this.negotiation = negotiation;
    this.extensions = extensions;
    if (agreed) extensions.agreed(agreed, caller ? 'uac' : 'uas');
    extensions.begin();
    dialog.delegate = this.#delegate();
  }

  /** The call is over: what still waits is settled, what they still ask is answered. */
  close(): void {
    this.negotiation.close();
    this.extensions.close();
  }

  #delegate(): DialogDelegate {
    const { negotiation, extensions } = this;
    const call = this.#call;
    const receive = (request: IncomingRequest): void => extensions.receive(request);
    return {
      onAck: ({ message }) => {
        stopRepeatingAnswer(this.dialog);
        negotiation.onAck(message);
      },
      onBye: (request) => {
        request.accept();
        call.finish({ by: 'remote', reason: 'hangup', ...outcomeFact(request.message) });
      },
      onInfo: receive,
      onInvite: (request) => {
        negotiation.onInvite(request);
        this.#notice(request.message);
      },
      onNotify: receive,
      onRefer: receive,
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
