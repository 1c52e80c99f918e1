import type { Clock } from '../clock.js';
import { parseAddress } from '../message/address.js';
import type { SipMessage, SipRequest, SipResponse } from '../message/message.js';
import { Acceptance } from './acceptance.js';
import type { AudioSource } from './audio-source.js';
import { PeerDialog, type Content } from './dialog.js';
import { PeerMedia, type PeerCodec } from './peer-media.js';
import type { PeerCallEnd, PeerInvite, ScriptedCall } from './scripted-call.js';
import { callOver, untilAborted } from './until-aborted.js';
import { digitOfInfo } from './telephone-event.js';

const SDP = 'application/sdp';
const CODECS: readonly PeerCodec[] = ['pcmu', 'opus', 'pcma', 'g722'];

/** What a session needs around it. */
export interface SessionParts {
  readonly extension: string;
  readonly clock: Clock;
  send(message: SipMessage): void;
}

/** A call to a scripted peer: the dialog, the audio, and the verbs its script has. */
export class PeerSession implements ScriptedCall {
  readonly invite: PeerInvite;
  readonly ended: Promise<PeerCallEnd>;
  readonly #parts: SessionParts;
  readonly #dialog: PeerDialog;
  readonly #media: PeerMedia;
  readonly #controller = new AbortController();
  readonly #listeners = new Set<(digit: string) => void>();
  readonly #waiting = new Map<string, (response: SipResponse) => void>();
  #status: ScriptedCall['status'] = 'trying';
  #digits = '';
  #sdp: Promise<string | undefined> | undefined;
  #acceptance: Acceptance | undefined;
  #settle: (end: PeerCallEnd) => void = () => undefined;

  constructor(invite: SipRequest, parts: SessionParts) {
    this.#parts = parts;
    this.#dialog = new PeerDialog(invite);
    this.#media = new PeerMedia((digit) => {
      this.#hear(digit);
    });
    const caller = parseAddress(invite.headers.get('From') ?? '');
    this.invite = {
      callId: invite.headers.get('Call-ID') ?? '',
      extension: parts.extension,
      callerUri: caller?.uri ?? '',
      callerName: caller?.displayName,
      header: (name) => invite.headers.get(name),
    };
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get status(): ScriptedCall['status'] {
    return this.#status;
  }

  get heard(): ScriptedCall['heard'] {
    return { digits: this.#digits, packets: this.#media.packetsReceived };
  }

  get held(): ScriptedCall['held'] {
    return { byCaller: this.#media.held, byPeer: this.#media.holding };
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  ring(status = 180): void {
    if (!this.#isPending()) return;
    this.#status = 'ringing';
    this.#respond(this.#dialog.invite, status);
  }

  async earlyMedia({ codecs = CODECS } = {}): Promise<void> {
    const sdp = await this.#describe(codecs);
    if (!this.#isPending()) throw callOver();
    this.#status = 'early';
    this.#respond(this.#dialog.invite, 183, { content: { type: SDP, body: sdp } });
    await this.#untilOver(this.#media.connected());
  }

  async answer({ codecs = CODECS } = {}): Promise<void> {
    const sdp = await this.#describe(codecs);
    if (!this.#isPending()) throw callOver();
    this.#status = 'active';
    this.#accept(this.#dialog.invite, sdp);
    await this.#untilOver(this.#media.connected());
  }

  reject(status: number, phrase?: string): void {
    if (this.#isPending()) this.#refuse(status, 'peer', phrase);
  }

  hangup(): void {
    if (this.#isPending()) this.#refuse(480, 'peer');
    if (this.#status !== 'active') return;
    this.#parts.send(this.#dialog.request('BYE'));
    this.#end({ by: 'peer' });
  }

  async play(source: AudioSource): Promise<void> {
    await this.#untilOver(this.#media.play(source));
  }

  echo(delay = 300): void {
    this.#media.echo(delay);
  }

  async hold(on: boolean): Promise<void> {
    const before = this.#media.holding;
    this.#media.holding = on;
    const content = { type: SDP, body: this.#media.offer() };
    const response = await this.#transact('INVITE', content);
    if (response.status < 300) {
      this.#media.accept(response.body);
      return;
    }
    this.#media.holding = before;
    throw new Error(`The caller refused the re-INVITE with ${response.status}`);
  }

  async request(method: string, contentType?: string, body = ''): Promise<number> {
    const content = contentType === undefined ? undefined : { type: contentType, body };
    return (await this.#transact(method, content)).status;
  }

  onDigit(listener: (digit: string) => void): () => void {
    const own = (digit: string): void => {
      listener(digit);
    };
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  async wait(milliseconds: number): Promise<void> {
    let cancel: () => void = () => undefined;
    const passed = new Promise<void>((resolve) => {
      cancel = this.#parts.clock.schedule(resolve, milliseconds);
    });
    await this.#untilOver(passed).finally(cancel);
  }

  /** Takes a message of this call off the wire. */
  receive(message: SipMessage): void {
    if (message.kind === 'response') this.#onResponse(message);
    else if (message.method === 'ACK') this.#acceptance?.acknowledge(message);
    else if (message.method === 'CANCEL') this.#onCancel(message);
    else if (this.#status === 'ended') this.#respond(message, 481);
    else if (this.#dialog.advance(message)) this.#onRequest(message);
    else if (message.method !== 'INVITE') this.#respond(message, 500);
  }

  #onCancel(cancel: SipRequest): void {
    this.#respond(cancel, 200);
    if (this.#isPending()) this.#refuse(487, 'caller');
  }

  #onRequest(request: SipRequest): void {
    switch (request.method) {
      case 'BYE':
        this.#respond(request, 200);
        if (this.#isPending()) this.#refuse(487, 'caller');
        else this.#end({ by: 'caller' });
        break;
      case 'INVITE':
        void this.#onReinvite(request);
        break;
      case 'INFO':
        this.#onInfo(request);
        break;
      case 'OPTIONS':
      case 'MESSAGE':
        this.#respond(request, 200);
        break;
      default:
        this.#respond(request, 405);
    }
  }

  async #onReinvite(request: SipRequest): Promise<void> {
    // RFC 3261 §14.2: one offer at a time.
    if (this.#isPending() || this.#waiting.size > 0) {
      this.#respond(request, 491);
      return;
    }
    const sdp = await this.#media.answer(request.body, CODECS).catch(() => undefined);
    if (this.#status === 'ended') this.#respond(request, 487);
    else if (sdp === undefined) this.#respond(request, 488);
    else this.#accept(request, sdp);
  }

  #onInfo(request: SipRequest): void {
    const digit = digitOfInfo(request.headers.get('Content-Type') ?? '', request.body);
    if (digit !== undefined) this.#hear(digit);
    this.#respond(request, 200);
  }

  #hear(digit: string): void {
    this.#digits = (this.#digits + digit).slice(-256);
    for (const listener of this.#listeners) listener(digit);
  }

  #onResponse(response: SipResponse): void {
    if (response.status < 200) return;
    const key = response.headers.get('CSeq') ?? '';
    this.#waiting.get(key)?.(response);
    this.#waiting.delete(key);
  }

  #transact(method: string, content?: Content): Promise<SipResponse> {
    if (this.#status !== 'active') return Promise.reject(callOver());
    const request = this.#dialog.request(method, content);
    const answered = new Promise<SipResponse>((resolve) => {
      this.#waiting.set(request.headers.get('CSeq') ?? '', (response) => {
        if (method === 'INVITE') {
          this.#parts.send(this.#dialog.acknowledgement(request, response));
        }
        resolve(response);
      });
    });
    this.#parts.send(request);
    return this.#untilOver(answered);
  }

  /** The same description for 183 and 200: one offer has one answer (RFC 3261 §13.2.1). */
  async #describe(codecs: readonly PeerCodec[]): Promise<string> {
    this.#sdp ??= this.#media.answer(this.#dialog.invite.body, codecs).catch(() => undefined);
    const sdp = await this.#sdp;
    if (sdp !== undefined) return sdp;
    if (this.#isPending()) this.#refuse(488, 'system');
    throw callOver();
  }

  #accept(invite: SipRequest, sdp: string): void {
    const response = this.#dialog.response(invite, 200, { content: { type: SDP, body: sdp } });
    const send = (message: SipMessage): void => {
      this.#parts.send(message);
    };
    this.#acceptance?.stop();
    this.#acceptance = new Acceptance(this.#parts.clock, invite, response, send, () => {
      send(this.#dialog.request('BYE'));
      this.#end({ by: 'system' });
    });
    send(response);
  }

  #refuse(status: number, by: PeerCallEnd['by'], phrase?: string): void {
    this.#respond(this.#dialog.invite, status, phrase === undefined ? {} : { phrase });
    this.#end({ by, status });
  }

  #respond(
    request: SipRequest,
    status: number,
    options: { phrase?: string; content?: Content } = {},
  ): void {
    this.#parts.send(this.#dialog.response(request, status, options));
  }

  #end(end: PeerCallEnd): void {
    if (this.#status === 'ended') return;
    this.#status = 'ended';
    this.#acceptance?.stop();
    this.#listeners.clear();
    this.#controller.abort(callOver());
    void this.#media.close().finally(() => {
      this.#settle(end);
    });
  }

  #isPending(): boolean {
    return this.#status === 'trying' || this.#status === 'ringing' || this.#status === 'early';
  }

  #untilOver<T>(promise: Promise<T>): Promise<T> {
    return untilAborted(this.#controller.signal, promise);
  }
}
