import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import { ClientTransaction } from 'sip.js/lib/core/transactions/client-transaction.js';
import { AllowedMethods } from 'sip.js/lib/core/user-agent-core/allowed-methods.js';
import { randomBranch } from './outgoing-request.js';

/** What we really handle; it is what Allow says and what is not here is answered with 405. */
const methods = ['ACK', 'BYE', 'CANCEL', 'INFO', 'INVITE', 'NOTIFY', 'OPTIONS', 'PRACK', 'UPDATE'];

/**
 * The two values that sip.js keeps as statics and offers no other way to change: the branch of a client transaction,
 * which has ten million values drawn from Math.random, and the list behind every Allow header, which lacks UPDATE and
 * promises methods that nobody here answers. Called by each engine; REFER is listed where the last one takes transfers, and taken in either case.
 */
export function prepareStatics(takesTransfers: boolean): void {
  (ClientTransaction as unknown as BranchSource).makeId = makeBranch;
  const allowed = takesTransfers ? [...methods, 'REFER'].sort() : methods;
  AllowedMethods.splice(0, AllowedMethods.length, ...allowed);
}

interface BranchSource {
  makeId: (request: OutgoingRequestMessage) => string;
}

/** A CANCEL belongs to the transaction of its INVITE by sharing the branch, RFC 3261 §9.1. */
function makeBranch(request: OutgoingRequestMessage): string {
  return request.method === 'CANCEL' && request.branch ? request.branch : randomBranch();
}

/** The Allow header of our requests and responses. */
export const allowHeader = (): string => `Allow: ${AllowedMethods.join(', ')}`;
