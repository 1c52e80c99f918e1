// @ts-check
import { fileURLToPath } from 'node:url';

import { nodeResolve } from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';
import { minifyTemplateLiterals } from 'rollup-plugin-minify-template-literals';

import { lazyFiles } from './tools/build/lazy-files.js';
import { minify, simplify } from './tools/build/minify.js';
import { sipjsPlugins } from './tools/build/sipjs-plugins.js';
import { thirdPartyNotices } from './tools/build/third-party-notices.js';

/** @param {string} file */
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

const compile = [
  ...sipjsPlugins(),
  nodeResolve({ exportConditions: ['source', 'production'] }),
  esbuild({ target: 'es2022', tsconfig: here('tsconfig.base.json'), legalComments: 'none' }),
];

/** @type {import('rollup').OutputOptions} */
const output = { format: 'es', sourcemap: true, chunkFileNames: 'chunks/[name].js' };

const notices = thirdPartyNotices(here('packages/elements/THIRD-PARTY-NOTICES.md'), [
  here('node_modules/lucide-static'),
]);

/**
 * A file of the script tag. It stands alone, so that each is minified as a whole and none waits for another.
 *
 * @param {string} name where it goes
 * @param {string} source
 * @param {Readonly<Record<string, string>>} [lazy] what it loads later, by the specifier of the import
 * @param {readonly string[]} [inside] what others load later and this one has in it
 * @returns {import('rollup').RollupOptions}
 */
function scriptFile(name, source, lazy = {}, inside = []) {
  return {
    input: { [name]: here(source) },
    output: { ...output, dir: here('packages/elements/dist'), inlineDynamicImports: true },
    plugins: [
      ...compile,
      lazyFiles(lazy, inside),
      // Without its slash, a path of an icon would hold the next one, and only the first would be drawn.
      minifyTemplateLiterals({ options: { minifyOptions: { keepClosingSlash: true } } }),
      minify(),
      notices,
    ],
  };
}

/**
 * Keeps apart what is loaded apart: elements use the kernel and no engine, an engine in a worker no sound of a page, and
 * the parts that an engine loads later should not cut it in two.
 *
 * @param {string} id a module's path
 */
function coreChunk(id) {
  return /\/core\/src\/(kernel\/|call\/(select|call-context|sdp-direction))/.test(id)
    ? 'kernel'
    : undefined;
}

/** What a phone in a page loads later. */
const pageParts = {
  './adapters/browser/browser-media.js': './media.js',
  './keeping-part.js': './vault.js',
  './in-call-part.js': './in-call.js',
  './servers-part.js': './servers.js',
};

/** @type {import('rollup').RollupOptions[]} */
export default [
  {
    // Self-contained, so that a page can import it with no bundler: sip.js has no other way in.
    input: {
      index: here('packages/core/src/index.ts'),
      'create-phone': here('packages/core/src/create-phone.ts'),
      media: here('packages/core/src/media.ts'),
      testing: here('packages/core/src/testing.ts'),
      worker: here('packages/core/src/worker.ts'),
    },
    output: { ...output, dir: here('packages/core/dist'), manualChunks: coreChunk },
    plugins: [
      ...compile,
      simplify(),
      thirdPartyNotices(here('packages/core/THIRD-PARTY-NOTICES.md')),
    ],
  },
  scriptFile('cadran', 'packages/elements/src/cadran.ts', {
    '@cadran/core/phone': './chunks/engine.js',
    './home-here.js': './chunks/home.js',
    './adapters/browser/browser-media.js': './chunks/media.js',
  }),
  // A worker looks for calls that were left as soon as it starts: to load its vault first would only keep it waiting.
  scriptFile(
    'cadran-worker',
    'packages/core/src/worker.ts',
    { './adapters/browser/browser-media.js': './chunks/media.js' },
    ['./keeping-part.js', './in-call-part.js', './servers-part.js'],
  ),
  scriptFile('chunks/engine', 'packages/core/src/create-phone.ts', pageParts),
  scriptFile('chunks/home', 'packages/core/src/home-here.ts', pageParts),
  scriptFile('chunks/media', 'packages/core/src/media.ts'),
  scriptFile('chunks/vault', 'packages/core/src/keeping-part.ts'),
  scriptFile('chunks/in-call', 'packages/core/src/in-call-part.ts'),
  scriptFile('chunks/servers', 'packages/core/src/servers-part.ts'),
];
