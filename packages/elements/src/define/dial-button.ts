import { CadranDialButton } from '../dial-button/dial-button.js';
import { define } from '../internal/define.js';

define('cadran-dial-button', CadranDialButton);
