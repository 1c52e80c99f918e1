import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** One page script with one library in it, as an application's bundler would make it. */
export async function bundleContender(name) {
  const result = await build({
    entryPoints: [here('page.ts')],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    write: false,
    logLevel: 'error',
    alias: { contender: here(`contenders/${name}.ts`) },
  });
  return result.outputFiles[0].text;
}
