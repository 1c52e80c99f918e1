// @ts-check
import { parseAst } from 'rollup/parseAst';

import { sipjsPlugins } from '../build/sipjs-plugins.js';

/** @type {any[]} what Rollup would call, each hook a function */
const plugins = sipjsPlugins();

/**
 * What the build makes of a file of sip.js.
 *
 * @param {string} source
 * @param {string} id its path
 */
export function asBuilt(source, id) {
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
