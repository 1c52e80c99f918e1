import { CadranError } from '../../kernel/errors.js';
import type { CallId } from '../../ports/signaling.js';
import type { InviteRecord } from '../../ports/invite-record.js';
import type { CallHost } from './call-host.js';
import { parseMessage } from './codec/parse-message.js';

type Message = Extract<ReturnType<typeof parseMessage>, { kind: 'request' }>['message'];

export interface ReturningInvite {
  readonly id: CallId;
  readonly localTag: string;
  readonly message: Message;
  /** The person declined before there was a connection. */
  refused?: number;
}

/** Milliseconds a server waits for a telephone that rang to be back; after that it has told the caller. */
const PATIENCE = 10_000;

/** Calls that rang in another engine: they wait for the connection, and come in again. */
export class ReturningInvites {
  readonly #host: CallHost;
  readonly #waiting = new Map<CallId, { invite: ReturningInvite; forget: () => void }>();

  constructor(host: CallHost) {
    this.#host = host;
  }

  /** Throws `signaling/malformed`. */
  add(id: CallId, { request, localTag }: InviteRecord): ReturningInvite {
    const parsed = parseMessage(request);
    if (parsed.kind !== 'request' || parsed.message.method !== 'INVITE') {
      throw new CadranError('signaling/malformed', { detail: 'invite record' });
    }
    const invite = { id, localTag, message: parsed.message };
    const giveUp = (): void => {
      this.#waiting.delete(id);
      this.#host.emit({ type: 'ended', id, by: 'system', reason: 'connection-lost' });
    };
    this.#waiting.set(id, { invite, forget: this.#host.schedule(giveUp, PATIENCE) });
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
