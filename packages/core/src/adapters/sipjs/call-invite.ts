import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { InviteUserAgentClient } from 'sip.js/lib/core/user-agents/invite-user-agent-client.js';

/** The INVITE of a call of ours. */
export class CallInvite extends InviteUserAgentClient {
  /** The caller hung up: a challenge is no longer answered, or the far side would ring for nobody. */
  givenUp = false;

  protected override authenticationGuard(message: IncomingResponseMessage): boolean {
    return this.givenUp || super.authenticationGuard(message);
  }
}
