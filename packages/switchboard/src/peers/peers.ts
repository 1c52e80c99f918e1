import type { Clock } from '../clock.js';
import type { Flow } from '../connection/flow.js';
import { tagOf } from '../message/address.js';
import { randomToken } from '../message/identifier.js';
import type { SipMessage, SipRequest } from '../message/message.js';
import { respond } from '../message/respond.js';
import { PEER_ALLOW } from './dialog.js';
import { PeerFlow } from './peer-flow.js';
import { PeerSession } from './peer-session.js';
import type { PeerScript, ScriptedCall } from './scripted-call.js';

/** Ended calls a test can still look at. */
const REMEMBERED = 100;

/** Hands a peer's message to the proxy. */
type Send = (flow: Flow, message: SipMessage) => void;

/** The scripted peers of a switchboard, and the calls they had. */
export class Peers {
  readonly #scripts: ReadonlyMap<string, PeerScript>;
  readonly #clock: Clock;
  readonly #send: Send;
  readonly #flows = new Map<string, PeerFlow>();
  readonly #sessions = new Map<string, PeerSession>();
  readonly #listeners = new Set<(call: ScriptedCall) => void>();
  readonly #closed = new AbortController();

  constructor(scripts: ReadonlyMap<string, PeerScript>, clock: Clock, send: Send) {
    this.#scripts = scripts;
    this.#clock = clock;
    this.#send = send;
  }

  /** Every call so far, oldest first; the last hundred that ended are kept. */
  get calls(): readonly ScriptedCall[] {
    return [...this.#sessions.values()];
  }

  /** The newest call to an extension. */
  latest(extension: string): ScriptedCall | undefined {
    return this.calls.findLast((call) => call.invite.extension === extension);
  }

  /** Calls the listener for every call from now on; the returned function ends that. */
  onCall(listener: (call: ScriptedCall) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** The way to an extension, if a peer lives there. */
  flow(extension: string): Flow | undefined {
    if (!this.#scripts.has(extension)) return undefined;
    let flow = this.#flows.get(extension);
    if (flow === undefined) {
      flow = new PeerFlow(extension, this.#closed.signal, (message) => {
        this.#receive(extension, message);
      });
      this.#flows.set(extension, flow);
    }
    return flow;
  }

  /** Hangs up every call; resolves when its audio is closed. */
  async dispose(): Promise<void> {
    for (const session of this.#sessions.values()) session.hangup();
    await Promise.all([...this.#sessions.values()].map((session) => session.ended));
    this.#closed.abort();
    this.#listeners.clear();
  }

  #receive(extension: string, message: SipMessage): void {
    const session = this.#sessions.get(message.headers.get('Call-ID') ?? '');
    const fresh = message.kind === 'request' && tagOf(message.headers.get('To')) === undefined;
    if (fresh && message.method === 'INVITE') this.#invited(extension, message, session);
    else if (session !== undefined) session.receive(message);
    else if (message.kind === 'request' && message.method !== 'ACK') {
      this.#answer(extension, message, strangerStatus(message));
    }
  }

  #invited(extension: string, invite: SipRequest, former: PeerSession | undefined): void {
    const script = this.#scripts.get(extension);
    if (script === undefined) return;
    if (former !== undefined && former.status !== 'ended') {
      this.#answer(extension, invite, 482);
      return;
    }
    const session = new PeerSession(invite, {
      extension,
      clock: this.#clock,
      send: (message) => {
        const flow = this.flow(extension);
        if (flow !== undefined) this.#send(flow, message);
      },
    });
    this.#sessions.set(session.invite.callId, session);
    this.#forget();
    for (const listener of this.#listeners) listener(session);
    void this.#run(script, session);
  }

  async #run(script: PeerScript, session: PeerSession): Promise<void> {
    try {
      await script(session);
    } catch {
      // A script whose call ended under it is no fault; one that failed must not leave it open.
      session.reject(500);
      session.hangup();
    }
  }

  #answer(extension: string, request: SipRequest, status: number): void {
    const flow = this.flow(extension);
    if (flow === undefined) return;
    const headers = [['Allow', PEER_ALLOW]] as const;
    this.#send(flow, respond(request, status, { toTag: randomToken(), headers }));
  }

  #forget(): void {
    const ended = [...this.#sessions].filter(([, session]) => session.status === 'ended');
    for (const [id] of ended.slice(0, Math.max(0, ended.length - REMEMBERED))) {
      this.#sessions.delete(id);
    }
  }
}

function strangerStatus(request: SipRequest): number {
  if (request.method === 'OPTIONS') return 200;
  return tagOf(request.headers.get('To')) === undefined && request.method !== 'CANCEL' ? 405 : 481;
}
