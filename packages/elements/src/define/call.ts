import { CadranCall } from '../call/call.js';
import { define } from '../internal/define.js';
import './device-picker.js';
import './dialpad.js';

define('cadran-call', CadranCall);
