import { CadranError } from '../../kernel/errors.js';
import type { CallId } from '../../ports/signaling.js';
import type { InviteRecord } from '../../ports/invite-record.js';
import type { KeepingSession, ReturningInvite } from './keeping-session.js';

/** Milliseconds a server waits for a telephone that rang to be back; after that it has told the caller. */
const PATIENCE = 10_000;

/** Calls that rang in another engine: they wait for the connection, and come in again. */
export class ReturningInvites {
  readonly #session: KeepingSession;
  readonly #waiting = new Map<CallId, { invite: ReturningInvite; forget: () => void }>();

  constructor(session: KeepingSession) {
    this.#session = session;
  }

  /** Throws `signaling/malformed`. */
  add(id: CallId, { request, localTag }: InviteRecord): ReturningInvite {
    const { host, shared } = this.#session;
    const parsed = shared.parseMessage(request);
    if (parsed.kind !== 'request' || parsed.message.method !== 'INVITE') {
      throw new CadranError('signaling/malformed', { detail: 'invite record' });
    }
    const invite = { id, localTag, message: parsed.message };
    const giveUp = (): void => {
      this.#waiting.delete(id);
      host.emit({ type: 'ended', id, by: 'system', reason: 'connection-lost' });
    };
    this.#waiting.set(id, { invite, forget: host.schedule(giveUp, PATIENCE) });
    return invite;
  }

  /** Refuses one that is not here yet; it is told so as soon as it is. */
  refuse(id: CallId, status: number): void {
    const returning = this.#waiting.get(id);
    if (returning) returning.invite.refused = status;
  }

  /** There is a connection. */
  take(): readonly ReturningInvite[] {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { forget } of all) forget();
    return all.map(({ invite }) => invite);
  }
}
