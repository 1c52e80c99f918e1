// @ts-check
/** Imported by the tests in Node: sip.js is then, for them too, what the build makes of it. */
import { register } from 'node:module';

/** Tests that look at sip.js by itself, whole as it comes. */
const aboutSipjs = /(sipjs-contract(-dialogs)?|credentials|parse-message)\.test\.ts$/;

if (!aboutSipjs.test(process.argv[1] ?? '')) {
  register('./sipjs-as-built-hooks.mjs', import.meta.url);
}
