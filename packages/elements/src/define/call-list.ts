import { CadranCallList } from '../call-list/call-list.js';
import { define } from '../internal/define.js';

define('cadran-call-list', CadranCallList);
