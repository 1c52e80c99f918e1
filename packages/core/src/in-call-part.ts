/** What few calls need: hold and every other offer of ours, an answer by itself, digits, transfers in either direction, refreshes, and mending what broke. */
export { openExtensions } from './adapters/sipjs/open-extensions.js';
export { RedirectTargets } from './adapters/sipjs/redirect-targets.js';
export { answerByItself } from './call/auto-answer.js';
export { cancelTransfer, completeTransfer, consult } from './call/consult.js';
export { sendDtmf } from './call/dtmf.js';
export { hold, resume } from './call/hold.js';
export { offerOurs } from './call/late-offer.js';
export { mendSound, refreshCall, replaceSound } from './call/repair.js';
export { makeOffer, renegotiate } from './call/renegotiate.js';
export { transfer } from './call/transfer.js';
export { acceptTransfer, heardTransferRequest, refuseTransfer } from './call/transfer-request.js';
