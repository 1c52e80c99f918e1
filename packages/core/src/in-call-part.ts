/** What few calls that are up are asked for: digits, and transfers in either direction. */
export { openTransfers } from './adapters/sipjs/open-transfers.js';
export { cancelTransfer, completeTransfer, consult } from './call/consult.js';
export { sendDtmf } from './call/dtmf.js';
export { transfer } from './call/transfer.js';
export { acceptTransfer, heardTransferRequest, refuseTransfer } from './call/transfer-request.js';
