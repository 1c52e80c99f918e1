import type { SessionDelegate } from 'sip.js/lib/core/session/session-delegate.js';
import type { UserAgentServer } from 'sip.js/lib/core/user-agents/user-agent-server.js';

/** What a dialog tells its owner; sip.js's own list with UPDATE, which it does not know. */
export interface DialogDelegate extends SessionDelegate {
  onUpdate?(request: UserAgentServer): void;
}

/** Answers for a dialog whose call is over while sip.js still needs it: everything gets its response and nothing happens. */
export const closedDialog: DialogDelegate = {
  onBye: (request) => void request.accept(),
  onInfo: (request) => void request.reject({ statusCode: 481 }),
  onInvite: (request) => void request.reject({ statusCode: 481 }),
  onNotify: (request) => void request.reject({ statusCode: 481 }),
  // It acknowledges nothing that waits for it (RFC 3262 §3).
  onPrack: (request) => void request.reject({ statusCode: 481 }),
  onRefer: (request) => void request.reject({ statusCode: 481 }),
  onUpdate: (request) => void request.reject({ statusCode: 481 }),
  // Whoever closed it says BYE.
  onAckTimeout: () => undefined,
};
