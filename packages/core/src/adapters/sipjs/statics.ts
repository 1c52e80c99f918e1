import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import { ClientTransaction } from 'sip.js/lib/core/transactions/client-transaction.js';
import { randomBranch } from './outgoing-request.js';

/**
 * The value that sip.js keeps as a static and offers no other way to change: the branch of a client transaction, which
 * has ten million values drawn from Math.random. Called by each engine.
 */
export function prepareStatics(): void {
  (ClientTransaction as unknown as BranchSource).makeId = makeBranch;
}

interface BranchSource {
  makeId: (request: OutgoingRequestMessage) => string;
}

/** A CANCEL belongs to the transaction of its INVITE by sharing the branch, RFC 3261 §9.1. */
function makeBranch(request: OutgoingRequestMessage): string {
  return request.method === 'CANCEL' && request.branch ? request.branch : randomBranch();
}
