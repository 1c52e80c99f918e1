import type { ExtensionSession } from './extension-session.js';
import { sendInDialog } from './send-in-dialog.js';

/** Milliseconds before its end that a session nobody refreshed is hung up, at most (RFC 4028 §10); and between two tries. */
const margin = 32_000;
const shortest = 5_000;

/** Refreshes a session where that is our part, and hangs up one that nobody refreshed (RFC 4028 §10). */
export class SessionRefresh {
  readonly #session: ExtensionSession;
  readonly #reoffer: () => void;
  /** An UPDATE after a new connection finds peers that know the old address only, and answer 481. */
  readonly #outages: number;
  /** The outages that what is left of the session reckons with. */
  #known = 0;
  #cancelTry = (): void => undefined;
  #cancelEnd = (): void => undefined;

  constructor(session: ExtensionSession, reoffer: () => void) {
    this.#session = session;
    this.#reoffer = reoffer;
    this.#outages = session.host.connection.outages;
    this.restart();
  }

  /** Something was agreed: time begins anew. */
  restart(): void {
    this.stop();
    const { host, timer } = this.#session;
    if (!timer) return;
    this.#known = host.connection.outages;
    const life = timer.interval * 1_000;
    const left = life - Math.min(margin, life / 3);
    this.#cancelEnd = host.schedule(() => this.#expire(), left);
    if (timer.ours) this.#tryIn(life / 2, left);
  }

  stop(): void {
    this.#cancelTry();
    this.#cancelEnd();
  }

  /** Half of the time first; where that fails, half of what is left, until there is no more. */
  #tryIn(delay: number, left: number): void {
    this.#cancelTry = this.#session.host.schedule(() => {
      this.#refresh();
      const rest = left - delay;
      if (rest > shortest) this.#tryIn(rest / 2, rest);
    }, delay);
  }

  #refresh(): void {
    const session = this.#session;
    const { host, allow } = session;
    const { connection } = host;
    if (!connection.isUp) return;
    if (!/\bUPDATE\b/.test(allow ?? '') || connection.outages !== this.#outages) {
      this.#reoffer();
      return;
    }
    sendInDialog(session, 'UPDATE', { extraHeaders: refreshHeaders(session) }).then(
      session.agreed,
      (error: unknown) => {
        host.note('info', 'a session could not be refreshed', error);
        // Next time by re-INVITE, which every phone takes.
        session.allow = undefined;
      },
    );
  }

  #expire(): void {
    const { host, call, hangUp } = this.#session;
    const { connection } = host;
    if (call.ended) return;
    if (!connection.isUp || connection.outages !== this.#known) {
      // A refresh could not be heard: the re-INVITE that follows a new connection tells what became of the session.
      this.#known = connection.outages;
      const again = (): void => {
        this.#cancelEnd = host.schedule(() => this.#expire(), margin);
      };
      connection.whenUp(again, again);
      return;
    }
    call.finish({ by: 'system', reason: 'connection-lost' });
    hangUp({ status: 408, text: 'Session expired' });
  }
}

/** The headers of a request of ours that refreshes the session (RFC 3261 §12.2.1.1, RFC 4028 §7.4). */
export function refreshHeaders({ host, shared, timer }: ExtensionSession): string[] {
  return [...host.engine.dialogHeaders, ...shared.timerHeaders(timer)];
}
