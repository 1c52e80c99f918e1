import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingNotifyRequest } from 'sip.js/lib/core/messages/methods/notify.js';
import { CadranError } from '../../kernel/errors.js';
import type { TransferFact } from '../../ports/signaling.js';
import { sendInDialog } from './send-in-dialog.js';
import type { ExtensionSession } from './extension-session.js';

/** Transfers of one call that we asked for: REFER out, and the far side's reports of how it goes (RFC 3515). */
export class Transfers {
  readonly #session: ExtensionSession;
  /** The CSeq numbers of the REFERs whose outcome is still open; each is a subscription of its own (§2.4.6). */
  readonly #open = new Set<number>();

  constructor(session: ExtensionSession) {
    this.#session = session;
  }

  async refer(target: string, replaced: SessionDialog | undefined): Promise<void> {
    const { host, dialog, shared } = this.#session;
    const uri = shared.parseUri(target);
    if (!uri) throw new CadranError('signaling/malformed', { detail: 'transfer target' });
    uri.clearHeaders();
    const { aor, contact } = host.engine.configuration;
    const extraHeaders = [
      `Refer-To: <${uri.toString()}${replaced ? `?Replaces=${namingUriHeader(replaced)}` : ''}>`,
      `Referred-By: <${aor.toString()}>`,
      `Contact: ${contact.toString()}`,
    ];
    // The first NOTIFY may overtake the 202, so the subscription stands before the REFER leaves.
    const sequence = (dialog.localSequenceNumber ?? 0) + 1;
    this.#open.add(sequence);
    try {
      await sendInDialog(this.#session, 'REFER', { extraHeaders });
    } catch (error) {
      this.#open.delete(sequence);
      throw error;
    }
  }

  onNotify(request: IncomingNotifyRequest): void {
    const { message } = request;
    const { call, shared } = this.#session;
    if ((message.parseHeader('Event') as { event: string } | undefined)?.event !== 'refer') {
      request.reject({ statusCode: 489 });
      return;
    }
    const sequence = this.#subscription(message.getHeader('Event') ?? '');
    if (sequence === undefined) {
      request.reject({ statusCode: 481 });
      return;
    }
    request.accept();
    const terminated = /^\s*terminated/i.test(message.getHeader('Subscription-State') ?? '');
    const outcome = sipFragment(message.body, shared.cleanText);
    if (!outcome && !terminated) return;
    // Without any status it will never tell one (RFC 3515 §2.4.7). With "Trying" it may well: every phone made with
    // sip.js says `terminated` from its first report on, and goes on reporting.
    const status = outcome ? progressOf(outcome.status) : 'failed';
    if (status === 'completed' || status === 'failed') this.#open.delete(sequence);
    call.tell({
      type: 'transfer',
      id: call.id,
      status,
      ...(outcome ? { sip: outcome } : {}),
    });
  }

  /** `Event: refer;id=93809824` names the REFER by its CSeq; without an id it is the only one. */
  #subscription(event: string): number | undefined {
    const id = /;\s*id\s*=\s*(\d{1,10})/i.exec(event)?.[1];
    if (id !== undefined && this.#open.has(Number(id))) return Number(id);
    return [...this.#open].at(-1);
  }
}

/** The Replaces value that names a dialog of ours to its far side: their tag is `to`, ours is `from`. Escaped for a URI header. */
function namingUriHeader({ callId, remoteTag, localTag }: SessionDialog): string {
  return encodeURIComponent(`${callId};to-tag=${remoteTag};from-tag=${localTag}`);
}

function sipFragment(
  body: string,
  cleanText: (text: string) => string,
): { status: number; phrase?: string } | undefined {
  const [, status, phrase] =
    /^\s*SIP\/2\.0 ([1-6]\d\d)(?: ([^\r\n]*))?/i.exec(body.slice(0, 1024)) ?? [];
  if (status === undefined) return undefined;
  const text = cleanText(phrase ?? '');
  return { status: Number(status), ...(text === '' ? {} : { phrase: text }) };
}

function progressOf(status: number): TransferFact['status'] {
  if (status === 100) return 'trying';
  if (status < 200) return 'ringing';
  return status < 300 ? 'completed' : 'failed';
}
