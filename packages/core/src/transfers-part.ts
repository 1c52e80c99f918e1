/** Transfers in either direction: what people and the far side ask, and how it travels. */
export { openTransfers } from './adapters/sipjs/open-transfers.js';
export { cancelTransfer, completeTransfer, consult } from './call/consult.js';
export { transfer } from './call/transfer.js';
export { acceptTransfer, heardTransferRequest, refuseTransfer } from './call/transfer-request.js';
