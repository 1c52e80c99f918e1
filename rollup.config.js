// @ts-check
import { fileURLToPath } from 'node:url';

import { nodeResolve } from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';
import { minifyTemplateLiterals } from 'rollup-plugin-minify-template-literals';

import { minify, simplify } from './tools/build/minify.js';
import { thirdPartyNotices } from './tools/build/third-party-notices.js';
import { withoutPegGrammar } from './tools/build/without-peg-grammar.js';
import { withoutSipjsTexts } from './tools/build/without-sipjs-texts.js';
import { withoutUnusedSipjs } from './tools/build/without-unused-sipjs.js';

/** @param {string} file */
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

const compile = [
  withoutPegGrammar(),
  withoutUnusedSipjs(),
  withoutSipjsTexts(),
  nodeResolve({ exportConditions: ['source', 'production'] }),
  esbuild({ target: 'es2022', tsconfig: here('tsconfig.base.json'), legalComments: 'none' }),
];

/** @type {import('rollup').OutputOptions} */
const output = { format: 'es', sourcemap: true, chunkFileNames: 'chunks/[name].js' };

/** @type {import('rollup').RollupOptions[]} */
export default [
  {
    // Self-contained, so that a page can import it with no bundler: sip.js has no other way in.
    input: {
      index: here('packages/core/src/index.ts'),
      testing: here('packages/core/src/testing.ts'),
    },
    output: { ...output, dir: here('packages/core/dist') },
    plugins: [
      ...compile,
      simplify(),
      thirdPartyNotices(here('packages/core/THIRD-PARTY-NOTICES.md')),
    ],
  },
  {
    // The script tag: one file that defines every element. The modules for bundlers come from tsc.
    input: { cadran: here('packages/elements/src/cadran.ts') },
    output: { ...output, dir: here('packages/elements/dist') },
    plugins: [
      ...compile,
      // Without its slash, a path of an icon would hold the next one, and only the first would be drawn.
      minifyTemplateLiterals({ options: { minifyOptions: { keepClosingSlash: true } } }),
      minify(),
      thirdPartyNotices(here('packages/elements/THIRD-PARTY-NOTICES.md'), [
        here('node_modules/lucide-static'),
      ]),
    ],
  },
];
