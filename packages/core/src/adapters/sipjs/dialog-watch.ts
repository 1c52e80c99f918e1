import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import { SessionState } from 'sip.js/lib/core/session/session.js';
import type { LocalContact } from './local-contact.js';
import { recordOf } from './saved-dialog.js';
import type { SipCall } from './sip-call.js';

/** What of a dialog changes in its life. */
type Told = readonly unknown[];

/** Tells the phone what it takes to resume each call, whenever a message may have changed it. */
export class DialogWatch {
  readonly #calls: Iterable<SipCall>;
  readonly #contact: LocalContact;
  readonly #told = new WeakMap<SessionDialog, Told>();
  #due = false;

  constructor(calls: Iterable<SipCall>, contact: LocalContact) {
    this.#calls = calls;
    this.#contact = contact;
  }

  /** A message went out or came in: soon, once for all that go together, the dialogs are looked at. */
  look(): void {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      for (const call of this.#calls) this.#compare(call);
    });
  }

  #compare(call: SipCall): void {
    const dialog = call.session?.dialog;
    if (!dialog || dialog.sessionState !== SessionState.Confirmed) return;
    const { localSequenceNumber, remoteSequenceNumber } = dialog;
    const addresses = [dialog.remoteTarget.toString(), this.#contact.uri.toString()];
    const now = [localSequenceNumber, remoteSequenceNumber, ...addresses];
    const before = this.#told.get(dialog);
    if (before?.every((value, index) => value === now[index])) return;
    this.#told.set(dialog, now);
    const record = recordOf(dialog, call.role, this.#contact.uri);
    call.tell({ type: 'dialog', id: call.id, dialog: record });
  }
}
