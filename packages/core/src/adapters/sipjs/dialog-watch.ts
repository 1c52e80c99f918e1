import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { SessionState } from 'sip.js/lib/core/session/session.js';
import type { KeepingSession } from './keeping-session.js';
import { recordOf } from './saved-dialog.js';
import type { SipCall } from './sip-call.js';

/** As text, for its enum would come along. */
const confirmed = 'Confirmed' satisfies `${SessionState}`;

/** What of a dialog changes in its life. */
type Told = readonly unknown[];

/** Tells the phone what it takes to resume each call, whenever a message may have changed it. */
export class DialogWatch {
  readonly #session: KeepingSession;
  readonly #told = new WeakMap<SessionDialog, Told>();
  #due = false;

  constructor(session: KeepingSession) {
    this.#session = session;
  }

  /** A message went out or came in: soon, once for all that go together, the dialogs are looked at. */
  look(): void {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      for (const call of this.#session.calls) this.#compare(call);
    });
  }

  #compare(call: SipCall): void {
    const { contact, shared } = this.#session;
    const dialog = call.session?.dialog;
    const state: string | undefined = dialog?.sessionState;
    if (!dialog || state !== confirmed) return;
    const { localSequenceNumber, remoteSequenceNumber } = dialog;
    const addresses = [dialog.remoteTarget.toString(), contact.uri.toString()];
    const now = [localSequenceNumber, remoteSequenceNumber, ...addresses];
    const before = this.#told.get(dialog);
    if (before?.every((value, index) => value === now[index])) return;
    this.#told.set(dialog, now);
    const record = recordOf(shared, dialog, call.role, contact.uri);
    call.tell({ type: 'dialog', id: call.id, dialog: record });
  }
}
