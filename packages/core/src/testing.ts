export { createStillPhone } from './testing/still-phone.js';
export type { StillPhone, StillPhoneCommand } from './testing/still-phone.js';
