export { CadranIntentEvent } from './internal/intents.js';
export type { IntentDetails } from './internal/intents.js';
export { setStrings } from './internal/locale/strings.js';
export type { Strings } from './internal/locale/strings.js';
export { phoneContext } from './internal/phone-context.js';
export { CadranPresence } from './presence/presence.js';
export type { PresenceStatus } from './presence/presence-logic.js';
