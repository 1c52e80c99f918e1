// @ts-check
import { fileURLToPath } from 'node:url';

import { asBuilt } from './sipjs-source.mjs';

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  if (!url.includes('/sip.js/lib/')) return loaded;
  // Whatever came through as it is would make the tests say something of another sip.js than the bundles'.
  if (loaded.format !== 'module') throw new Error(`${url} is no module`);
  return { ...loaded, source: asBuilt(String(loaded.source), fileURLToPath(url)) };
}
