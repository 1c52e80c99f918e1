import { CadranDevicePicker } from '../device-picker/device-picker.js';
import { define } from '../internal/define.js';

define('cadran-device-picker', CadranDevicePicker);
