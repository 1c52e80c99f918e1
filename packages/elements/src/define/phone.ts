import { define } from '../internal/define.js';
import { CadranPhone } from '../phone/phone.js';

define('cadran-phone', CadranPhone);
