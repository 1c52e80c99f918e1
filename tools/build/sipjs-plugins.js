// @ts-check
import { modernSipjs } from './modern-sipjs.js';
import { withoutPegGrammar } from './without-peg-grammar.js';
import { withoutSipjsAssertions } from './without-sipjs-assertions.js';
import { withoutSipjsTexts } from './without-sipjs-texts.js';
import { withoutUnusedSipjs } from './without-unused-sipjs.js';

/**
 * What the build makes of sip.js, in the order in which it does it. The tests in Node load sip.js through the same.
 *
 * @returns {import('rollup').Plugin[]}
 */
export const sipjsPlugins = () => [
  withoutPegGrammar(),
  withoutUnusedSipjs(),
  withoutSipjsAssertions(),
  withoutSipjsTexts(),
  modernSipjs(),
];
