import { define } from '../internal/define.js';
import { CadranSoftphone } from '../softphone/softphone.js';
import './call-list.js';
import './call.js';
import './device-picker.js';
import './dialpad.js';
import './incoming-call.js';
import './presence.js';

define('cadran-softphone', CadranSoftphone);
