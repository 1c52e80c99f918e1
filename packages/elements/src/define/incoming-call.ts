import { CadranIncomingCall } from '../incoming-call/incoming-call.js';
import { define } from '../internal/define.js';

define('cadran-incoming-call', CadranIncomingCall);
