/** What we really handle; what is not here is answered with 405. */
const methods = ['ACK', 'BYE', 'CANCEL', 'INFO', 'INVITE', 'NOTIFY', 'OPTIONS', 'PRACK'];

/** The Allow header of our requests and responses (RFC 3261 §20.5). */
export function allowHeader(takesTransfers: boolean): string {
  return `Allow: ${[...methods, ...(takesTransfers ? ['REFER'] : []), 'UPDATE'].join(', ')}`;
}
