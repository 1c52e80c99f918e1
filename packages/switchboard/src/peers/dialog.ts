import { parseAddress } from '../message/address.js';
import { Headers } from '../message/headers.js';
import { randomBranch, randomToken } from '../message/identifier.js';
import { sequenceOf, type SipRequest, type SipResponse } from '../message/message.js';
import { respond } from '../message/respond.js';

/** What a scripted peer understands. */
export const PEER_ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, MESSAGE';

/** Content of a message. */
export interface Content {
  readonly type: string;
  readonly body: string;
}

/** The peer's side of a dialog: tags, numbers, route set and target (RFC 3261 §12.1.1). */
export class PeerDialog {
  readonly invite: SipRequest;
  readonly #tag = randomToken();
  readonly #contact: string;
  readonly #routes: readonly string[];
  #target: string;
  #local = 0;
  #remote: number;

  constructor(invite: SipRequest) {
    this.invite = invite;
    this.#contact = `<sip:peer-${randomToken()}@switchboard.invalid;transport=ws>`;
    this.#routes = invite.headers.getAll('Record-Route');
    this.#target = contactOf(invite) ?? '';
    this.#remote = sequenceOf(invite);
  }

  /** Takes the number of a request in the dialog; false when it is out of order (§12.2.2). */
  advance(request: SipRequest): boolean {
    if (sequenceOf(request) <= this.#remote) return false;
    this.#remote = sequenceOf(request);
    if (request.method === 'INVITE') this.#target = contactOf(request) ?? this.#target;
    return true;
  }

  response(
    request: SipRequest,
    status: number,
    options: { phrase?: string; content?: Content } = {},
  ): SipResponse {
    const { phrase, content } = options;
    const response = respond(request, status, {
      toTag: this.#tag,
      ...(phrase === undefined ? {} : { phrase }),
    });
    if (request.method === 'INVITE' && status < 300) {
      for (const route of request.headers.getAll('Record-Route')) {
        response.headers.add('Record-Route', route);
      }
      response.headers.add('Contact', this.#contact).add('Allow', PEER_ALLOW);
    }
    if (status === 405) response.headers.add('Allow', PEER_ALLOW);
    if (content !== undefined) {
      response.headers.add('Content-Type', content.type);
      response.body = content.body;
    }
    return response;
  }

  request(method: string, content?: Content): SipRequest {
    this.#local += 1;
    return this.#build(method, this.#local, content);
  }

  /** The ACK for a final answer to our re-INVITE. A 2xx has a transaction of its own (§13.2.2.4). */
  acknowledgement(invite: SipRequest, response: SipResponse): SipRequest {
    const ack = this.#build('ACK', sequenceOf(invite));
    if (response.status >= 300) ack.headers.set('Via', invite.headers.get('Via') ?? '');
    else this.#target = contactOf(response) ?? this.#target;
    ack.uri = response.status >= 300 ? invite.uri : this.#target;
    return ack;
  }

  #build(method: string, sequence: number, content?: Content): SipRequest {
    const from = this.invite.headers;
    const headers = new Headers();
    headers.add('Via', `SIP/2.0/WS switchboard.invalid;branch=${randomBranch()}`);
    for (const route of this.#routes) headers.add('Route', route);
    headers.add('Max-Forwards', '70');
    headers.add('From', `${from.get('To') ?? ''};tag=${this.#tag}`);
    headers.add('To', from.get('From') ?? '').add('Call-ID', from.get('Call-ID') ?? '');
    headers.add('CSeq', `${sequence} ${method}`);
    if (method === 'INVITE') headers.add('Contact', this.#contact).add('Allow', PEER_ALLOW);
    if (content !== undefined) headers.add('Content-Type', content.type);
    return { kind: 'request', method, uri: this.#target, headers, body: content?.body ?? '' };
  }
}

function contactOf({ headers }: SipRequest | SipResponse): string | undefined {
  return parseAddress(headers.get('Contact') ?? '')?.uri;
}
