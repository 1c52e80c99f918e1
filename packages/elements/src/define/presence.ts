import { define } from '../internal/define.js';
import { CadranPresence } from '../presence/presence.js';

define('cadran-presence', CadranPresence);
