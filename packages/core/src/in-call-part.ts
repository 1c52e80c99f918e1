/** What few calls that are up need: digits, transfers in either direction, and mending what broke. */
export { openTransfers } from './adapters/sipjs/open-transfers.js';
export { cancelTransfer, completeTransfer, consult } from './call/consult.js';
export { sendDtmf } from './call/dtmf.js';
export { mendSound, refreshCall, replaceSound } from './call/repair.js';
export { transfer } from './call/transfer.js';
export { acceptTransfer, heardTransferRequest, refuseTransfer } from './call/transfer-request.js';
