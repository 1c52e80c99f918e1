import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import { headerize } from 'sip.js/lib/core/messages/utils.js';
import type { URI } from 'sip.js/lib/grammar/uri.js';
import { utf8Size } from './codec/frame.js';
import { headerValue, quote } from './codec/sanitize.js';
import { randomToken } from './random-token.js';

type Arguments = ConstructorParameters<typeof OutgoingRequestMessage>;

/**
 * A request of ours, in place of sip.js's `OutgoingRequestMessage`: random identifiers from the platform's source, and
 * no header that could break out of its line.
 */
export class OutgoingRequest {
  readonly headers: Record<string, string[]> = {};
  readonly method: string;
  readonly ruri: URI;
  readonly from: { readonly uri: URI };
  readonly fromTag: string;
  readonly to: { readonly uri: URI };
  readonly toTag: string | undefined;
  readonly callId: string;
  readonly body: { readonly body: string; readonly contentType: string } | undefined;
  extraHeaders: string[];
  cseq: number;
  branch: string | undefined;
  readonly #viaHost: string;

  constructor(...[method, ruri, from, to, options = {}, extraHeaders = [], body]: Arguments) {
    const { toTag, routeSet = [], optionTags = [], userAgentString = '', viaHost = '' } = options;
    this.method = method;
    this.ruri = ruri;
    this.fromTag = options.fromTag || randomToken(16);
    this.from = { uri: from };
    this.toTag = toTag;
    this.to = { uri: to };
    this.callId = options.callId || randomToken(24);
    this.cseq = options.cseq ?? 1;
    this.extraHeaders = extraHeaders.map(headerValue);
    this.body = body && { body: body.content, contentType: headerValue(body.contentType) };
    this.#viaHost = viaHost;
    const name = options.fromDisplayName ? `${quote(options.fromDisplayName)} ` : '';
    this.setHeader('Route', routeSet);
    this.setHeader('Via', '');
    this.setHeader('To', `<${to.toString()}>${toTag ? `;tag=${toTag}` : ''}`);
    this.setHeader('From', `${name}<${from.toString()}>;tag=${this.fromTag}`);
    this.setHeader('CSeq', `${this.cseq} ${method}`);
    this.setHeader('Call-ID', this.callId);
    this.setHeader('Max-Forwards', '70');
    this.setHeader('Supported', optionTags.join(', '));
    this.setHeader('User-Agent', userAgentString);
  }

  getHeader(name: string): string | undefined {
    return this.headers[headerize(name)]?.[0];
  }

  setHeader(name: string, value: string | string[]): void {
    this.headers[headerize(name)] = [value].flat();
  }

  /** sip.js draws the branch of an ACK for a 2xx from seven decimal digits; it is a transaction of its own (RFC 3261 §17.1.1.3). */
  setViaHeader(branch: string, transport: string): void {
    this.branch = this.method === 'ACK' ? randomBranch() : branch;
    this.setHeader('Via', `SIP/2.0/${transport} ${this.#viaHost};branch=${this.branch}`);
  }

  toString(): string {
    const { body, contentType } = this.body ?? { body: '' };
    return [
      `${this.method} ${this.ruri.toRaw()} SIP/2.0`,
      ...Object.entries(this.headers).flatMap(([name, values]) =>
        values.map((value) => `${name}: ${value}`),
      ),
      ...this.extraHeaders,
      ...(body ? [`Content-Type: ${contentType}`] : []),
      `Content-Length: ${utf8Size(body)}`,
      '',
      body,
    ].join('\r\n');
  }
}

/** A branch with the magic cookie, RFC 3261 §8.1.1.7. */
export function randomBranch(): string {
  return `z9hG4bK${randomToken(20)}`;
}
