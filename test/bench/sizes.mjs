import { readFile } from 'node:fs/promises';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const file = (path) => new URL(`../../${path}`, import.meta.url);

function weigh(name, content) {
  return {
    name,
    minified: content.length,
    gzip: gzipSync(content, { level: 9 }).length,
    brotli: brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
      .length,
  };
}

/** What an application's bundler makes of one import of the library, minified. */
async function bundled(source) {
  const result = await build({
    stdin: { contents: source, resolveDir: new URL('.', import.meta.url).pathname, loader: 'js' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  return result.outputFiles[0].contents;
}

export async function measureSizes() {
  return [
    weigh(
      'cadran.js (core and all elements)',
      await readFile(file('packages/elements/dist/cadran.js')),
    ),
    weigh('@cadran/core', await bundled("export { createPhone } from '@cadran/core'")),
    weigh(
      'sip.js SimpleUser',
      await bundled("import { Web } from 'sip.js'; export const { SimpleUser } = Web"),
    ),
    weigh('JsSIP', await bundled("export { default } from 'jssip'")),
  ];
}
