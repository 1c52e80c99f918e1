import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';
import { longerTimer } from './session-timer.js';

/** A request that makes or refreshes a session: a 422 is answered by another try with the same Call-ID (RFC 4028 §7.3). */
export class SessionClient extends UserAgentClient {
  protected override authenticationGuard(message: IncomingResponseMessage): boolean {
    const request = this.message;
    const headers =
      message.statusCode === 422 ? longerTimer(request.extraHeaders, message) : undefined;
    if (!headers) return super.authenticationGuard(message);
    request.extraHeaders = headers;
    request.cseq += 1;
    request.setHeader('CSeq', `${request.cseq} ${request.method}`);
    // As sip.js does after a challenge: another transaction takes the place of the one that is over.
    (this as unknown as { init(): void }).init();
    return false;
  }
}
