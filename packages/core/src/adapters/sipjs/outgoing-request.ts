import { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import { CadranError } from '../../kernel/errors.js';
import { randomToken } from './random-token.js';

type Arguments = ConstructorParameters<typeof OutgoingRequestMessage>;

const forbidden = /[\u0000\r\n]/;

/** A request of ours: random identifiers from the platform's source, and no header that could break out of its line. */
export class OutgoingRequest extends OutgoingRequestMessage {
  constructor(...[method, ruri, from, to, options, extraHeaders, body]: Arguments) {
    super(
      method,
      ruri,
      from,
      to,
      {
        ...options,
        callId: options?.callId || randomToken(24),
        fromTag: options?.fromTag || randomToken(16),
      },
      extraHeaders,
      body,
    );
    if (
      extraHeaders?.some((header) => forbidden.test(header)) ||
      forbidden.test(body?.contentType ?? '')
    ) {
      throw new CadranError('signaling/malformed', { detail: 'control character in a header' });
    }
  }

  /** sip.js draws the branch of an ACK for a 2xx from seven decimal digits; it is a transaction of its own (RFC 3261 §17.1.1.3). */
  override setViaHeader(branch: string, transport: string): void {
    super.setViaHeader(this.method === 'ACK' ? randomBranch() : branch, transport);
  }
}

/** A branch with the magic cookie, RFC 3261 §8.1.1.7. */
export function randomBranch(): string {
  return `z9hG4bK${randomToken(20)}`;
}
