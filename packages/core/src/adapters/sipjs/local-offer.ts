import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type { ReInviteUserAgentClient } from 'sip.js/lib/core/user-agents/re-invite-user-agent-client.js';
import type { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';
import { createDeferred } from '../../kernel/deferred.js';
import { CadranError } from '../../kernel/errors.js';
import { transactionTimeout, type CallHost } from './call-host.js';
import { contactOf, retarget } from './dialog-target.js';
import { isLocal, outcomeOf } from './end-reason.js';
import { hangUp } from './hang-up.js';
import { refusedRequest, requestInDialog } from './in-dialog-request.js';
import { rackHeader } from './reliable-response.js';
import { descriptionBody, descriptionOf } from './session-description.js';
import type { CallLife } from './call-life.js';

/**
 * Sends a re-INVITE with our offer and resolves with the answer (RFC 3261 §14.1). Rejects with `signaling/glare`,
 * `signaling/rejected`, `signaling/timeout` or `connection/lost`; 408 and 481 end the call as well, and `giveUp` the dialog.
 */
export function sendOffer(
  host: CallHost,
  call: CallLife,
  dialog: SessionDialog,
  sdp: string,
  giveUp = (lost: SessionDialog): void => hangUp(host, lost, { status: 408 }),
): Promise<string> {
  const outages = host.connection.outages;
  const done = createDeferred<string>();
  let early: string | undefined;
  let acknowledged: string | undefined;

  const fail = (message: IncomingResponseMessage): void => {
    markOpen(dialog, undefined);
    const error = refusedOffer(message, host, outages);
    done.reject(error);
    if (message.statusCode !== 481 && error.code !== 'signaling/timeout') return;
    call.finish({ by: 'system', reason: 'connection-lost', sip: outcomeOf(message) });
    giveUp(dialog);
  };

  const client = requestInDialog(
    dialog,
    'INVITE',
    {
      body: descriptionBody(sdp),
      extraHeaders: [`Contact: ${host.engine.configuration.contact.toString()}`, host.engine.allow],
    },
    {
      onProgress({ message }) {
        const rack = rackHeader(message);
        // It comes again until the PRACK is there (RFC 3262 §4); of a first INVITE sip.js itself lets no copy through.
        if (!rack || rack === acknowledged) return;
        acknowledged = rack;
        early ??= descriptionOf(message);
        requestInDialog(dialog, 'PRACK', { extraHeaders: [rack] });
      },
      onAccept({ message }) {
        // sip.js leaves the target of a dialog as it was when it is we who refresh it.
        const contact = contactOf(message);
        if (contact) retarget(dialog, contact);
        dialog.ack();
        const answer = descriptionOf(message) ?? early;
        if (answer === undefined)
          done.reject(new CadranError('signaling/rejected', { detail: 'no answer' }));
        else done.resolve(answer);
      },
      onReject: ({ message }) => fail(message),
      onRedirect: ({ message }) => fail(message),
    },
  );
  markOpen(dialog, client);

  // sip.js's timer B stops at a provisional response; a final one that never comes must not hold the call for ever.
  const cancel = host.schedule(() => {
    host.engine.abandon(client);
    fail(silence());
  }, transactionTimeout());
  return call.whileUp(done).finally(cancel);
}

/** Notes which re-INVITE of ours the dialog is to acknowledge, and that no other may be made until it is over. */
function markOpen(dialog: SessionDialog, client: UserAgentClient | undefined): void {
  // sip.js declares a class of its own here, of which it asks the transaction only.
  dialog.reinviteUserAgentClient = client as ReInviteUserAgentClient | undefined;
}

function refusedOffer(
  message: IncomingResponseMessage,
  host: CallHost,
  outages: number,
): CadranError {
  const { statusCode } = message;
  // RFC 3261 §14.2: 500 with Retry-After says that an exchange is still open there, as 491 does.
  const open = statusCode === 500 && message.hasHeader('Retry-After');
  if (statusCode === 491 || open) {
    return new CadranError('signaling/glare', { retryable: true, sip: outcomeOf(message) });
  }
  if (statusCode === 408 && !isLocal(message)) {
    return new CadranError('signaling/timeout', { sip: outcomeOf(message) });
  }
  return refusedRequest(message, host, outages);
}

/** What sip.js makes of a request that got no final response. */
function silence(): IncomingResponseMessage {
  const message = new IncomingResponseMessage();
  message.statusCode = 408;
  return message;
}
