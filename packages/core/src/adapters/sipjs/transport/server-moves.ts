import { between } from '../../../kernel/random.js';
import type { Connection } from './connection.js';
import type { ServerList } from './server-list.js';
import type { ListedServer } from './server-url.js';

/** Seconds for which a server is left that does not say for how long, and for which one may want it. */
const usualLeave = 60;
const longestLeave = 1_800;

/** Milliseconds on a second server before the first is tried again; doubled when that fails, or does not last as long. */
const shortestStay = 120_000;
const longestStay = 32 * 60_000;

/**
 * Moves from a server that works to a better one, or away from one that wants to be left: only while no call is up, and
 * only once the other has taken a connection.
 */
export class ServerMoves {
  /** The server in use is to be left for another. */
  isLeaving = false;
  #next: Connection | undefined;
  #stay = shortestStay;
  #due = 0;
  /** When a move led to the server in use; 0 when none did. */
  #movedAt = 0;
  #cancel = (): void => undefined;

  constructor(
    private readonly list: ServerList,
    private readonly open: (server: ListedServer) => Connection,
    private readonly planAnew: () => void,
  ) {}

  /** The other server took the connection. */
  arrived(): void {
    this.#next = undefined;
    this.#movedAt = this.list.now;
  }

  /** The connection in use was lost. */
  lost(): void {
    if (this.#movedAt) this.#judge(this.list.now - this.#movedAt);
    this.#movedAt = 0;
  }

  /** A server wants to be left, for so many seconds. */
  leave(server: ListedServer | undefined, seconds = usualLeave): void {
    const { now } = this.list;
    if (server) server.outUntil = now + Math.min(seconds, longestLeave) * 1_000;
    this.#due = now;
  }

  /** The next move is due when the server in use has had its time. */
  wait(): void {
    this.#due = this.list.now + this.#stay * between(this.list.options.random, 1, 1.5);
  }

  /** To be called while there is a connection, as it comes and as calls begin and end. */
  plan(inCall: boolean): void {
    const { clock } = this.list.options;
    if (inCall) this.stop();
    if (this.#next) return;
    this.#cancel();
    const left = this.#left;
    const due = this.#due - this.list.now;
    this.isLeaving = left > 0 && this.#better() !== undefined;
    // Its wish may be over before it can be granted.
    if (this.isLeaving && (inCall || left < due)) {
      this.#cancel = clock.schedule(this.planAnew, left);
    } else if (!inCall && (this.isLeaving || this.#isSecond())) {
      this.#cancel = clock.schedule(() => this.#move(), due);
    }
  }

  stop(): void {
    this.#cancel();
    this.#next?.drop();
    this.#next = undefined;
  }

  failed(): void {
    this.#next = undefined;
    this.#judge(0);
    this.wait();
    this.planAnew();
  }

  /** Milliseconds for which the server in use still wants to be left alone; not positive when it does not. */
  get #left(): number {
    return (this.list.current?.outUntil ?? 0) - this.list.now;
  }

  #move(): void {
    const better = this.#better();
    this.wait();
    try {
      if (better) this.#next = this.open(better);
      else this.planAnew();
    } catch {
      this.failed();
    }
  }

  #judge(lasted: number): void {
    this.#stay = lasted < this.#stay ? Math.min(longestStay, this.#stay * 2) : shortestStay;
  }

  /** True when a server is before the one in use, whether or not it answers. */
  #isSecond(): boolean {
    const { current, servers } = this.list;
    return servers.some(({ priority }) => current && priority < current.priority);
  }

  #better(): ListedServer | undefined {
    const { current, now } = this.list;
    const [best] = this.list.sorted();
    if (!best || !current || best === current || best.outUntil > now) return undefined;
    return this.#left > 0 || best.priority < current.priority ? best : undefined;
  }
}
