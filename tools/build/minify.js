// @ts-check
import { minify as terser } from 'terser';

/**
 * Makes a chunk small. Slower than esbuild's minifier and four parts in a hundred smaller, which every visitor of
 * every page is spared.
 *
 * @returns {import('rollup').Plugin}
 */
export function minify() {
  return {
    name: 'minify',
    async renderChunk(code) {
      const { code: small = '', map } = await terser(code, {
        module: true,
        ecma: 2020,
        compress: { passes: 3, pure_getters: true, unsafe_arrows: true, unsafe_methods: true },
        format: { comments: false },
        sourceMap: true,
      });
      return { code: small, map: /** @type {import('rollup').SourceMapInput} */ (map) };
    },
  };
}
