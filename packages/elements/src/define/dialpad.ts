import { CadranDialpad } from '../dialpad/dialpad.js';
import { define } from '../internal/define.js';

define('cadran-dialpad', CadranDialpad);
