// @ts-check
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rollup/parseAst';

import { sipjsPlugins } from '../build/sipjs-plugins.js';

/** @type {any[]} what Rollup would call, each hook a function */
const plugins = sipjsPlugins();

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  if (!url.includes('/sip.js/lib/')) return loaded;
  // Whatever came through as it is would make the tests say something of another sip.js than the bundles'.
  if (loaded.format !== 'module') throw new Error(`${url} is no module`);
  return { ...loaded, source: asBuilt(String(loaded.source), fileURLToPath(url)) };
}

/**
 * @param {string} source
 * @param {string} id
 */
function asBuilt(source, id) {
  const context = {
    parse: parseAst,
    error(/** @type {string} */ text) {
      throw new Error(text);
    },
  };
  let code = source;
  for (const plugin of plugins) {
    const result = [plugin.load?.call(context, id), plugin.transform?.call(context, code, id)];
    const changed = result.find((each) => each != null);
    if (changed) code = typeof changed === 'string' ? changed : changed.code;
  }
  return code;
}
