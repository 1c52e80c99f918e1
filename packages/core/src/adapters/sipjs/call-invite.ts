import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { InviteUserAgentClient } from 'sip.js/lib/core/user-agents/invite-user-agent-client.js';

/** Of how many devices the ringing is heard: each is a dialog, and a server could make them up without end. */
const mostForks = 32;

/** The INVITE of a call of ours. */
export class CallInvite extends InviteUserAgentClient {
  /** The caller hung up: a challenge is no longer answered, or the far side would ring for nobody. */
  givenUp = false;
  readonly #forks = new Set<string>();

  protected override receiveResponse(message: IncomingResponseMessage): void {
    const status = message.statusCode ?? 0;
    if (status > 100 && status < 200) {
      if (this.#forks.size === mostForks && !this.#forks.has(message.toTag)) return;
      this.#forks.add(message.toTag);
    }
    super.receiveResponse(message);
  }

  protected override authenticationGuard(message: IncomingResponseMessage): boolean {
    return this.givenUp || super.authenticationGuard(message);
  }
}
