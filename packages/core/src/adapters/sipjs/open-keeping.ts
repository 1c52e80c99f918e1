import { DialogWatch } from './dialog-watch.js';
import type { KeepingSession, OpenKeeping } from './keeping-session.js';
import { ReturningInvites } from './returning-invites.js';
import { readUri, restoreDialog } from './saved-dialog.js';

/** Calls of one line that outlive their engine, and those of an engine that is gone. */
export function openKeeping(session: KeepingSession): OpenKeeping {
  const { shared } = session;
  const watch = new DialogWatch(session);
  const returning = new ReturningInvites(session);
  return {
    look: () => watch.look(),
    restore: (record) => ({
      address: readUri(shared, record.contact),
      dialog: restoreDialog(session, record),
    }),
    expect: (id, record) => readUri(shared, String(returning.add(id, record).message.ruri)),
    refuse: (...how) => returning.refuse(...how),
    take: () => returning.take(),
  };
}
