import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { ResponseOptions } from 'sip.js/lib/core/messages/outgoing-response.js';
import type { CallHost } from './call-host.js';
import type { CallLife } from './call-life.js';
import type { DialogDelegate } from './dialog-delegate.js';
import { remotePartyOf } from './remote-party.js';
import { descriptionOf } from './session-description.js';
import { SessionExtensions } from './session-extensions.js';

/** INFO, which is all that reaches it here, needs none. */
const noSession = { caller: false, negotiation: { agreed: undefined, theirs: undefined } };

/**
 * Answers requests in a dialog that is not confirmed yet. Several may be open at once, so nothing is renegotiated here;
 * a server may still say who it is ringing (RFC 4916). An offer is refused as `open` says: the one of the INVITE has no
 * answer yet (RFC 3261 §14.2, RFC 3311 §5.2).
 */
export function earlyDialog(
  host: CallHost,
  call: CallLife,
  dialog: SessionDialog,
  open: () => ResponseOptions,
): DialogDelegate {
  return {
    onInfo: (request) => new SessionExtensions(host, call, dialog, noSession).receive(request),
    onInvite: (request) => void request.reject(open()),
    onRefer: (request) => void request.reject({ statusCode: 603 }),
    onUpdate(request) {
      if (descriptionOf(request.message) !== undefined) {
        request.reject(open());
        return;
      }
      request.accept({ statusCode: 200, extraHeaders: host.engine.dialogHeaders });
      if (!host.trustIdentity) return;
      const remote = remotePartyOf(request.message, request.message.from, true);
      if (remote.verified) call.tell({ type: 'identity', id: call.id, remote });
    },
  };
}
