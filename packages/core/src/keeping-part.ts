/** What keeps calls over the end of a page, and goes on with those of an engine that is gone. */
export { createSealedVault } from './adapters/browser/sealed-vault.js';
export { openKeeping } from './adapters/sipjs/open-keeping.js';
export { resumeCalls } from './call/resume.js';
export { keepInVault } from './keep-in-vault.js';
