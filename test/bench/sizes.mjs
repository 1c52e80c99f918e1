import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const file = (path) => new URL(`../../${path}`, import.meta.url);

/** Where a bundler would write; nothing is written. */
const outFolder = fileURLToPath(file('.cache/size'));

function weigh(name, content) {
  return {
    name,
    minified: content.length,
    gzip: gzipSync(content, { level: 9 }).length,
    brotli: brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
      .length,
  };
}

/**
 * What an application's bundler makes of one import of the library, minified.
 *
 * @returns {Promise<Record<'atOnce' | 'sound' | 'vault' | 'inCall' | 'servers', Uint8Array>>} what a page needs, the sound it
 * loads by itself after that, and what only a page with a call loads
 */
async function bundled(source) {
  const { metafile, outputFiles } = await build({
    stdin: { contents: source, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    outdir: outFolder,
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  const outputs = metafile.outputs;
  const [entry] = Object.keys(outputs).filter((name) => outputs[name].entryPoint === '<stdin>');
  const needed = new Set([entry]);
  for (const name of needed) {
    const imports = outputs[name].imports.filter(({ kind }) => kind === 'import-statement');
    for (const { path: each } of imports) needed.add(each);
  }
  const contentOf = (isWanted) =>
    Buffer.concat(
      outputFiles
        .filter((output) => isWanted(path.relative(process.cwd(), output.path)))
        .map(({ contents }) => contents),
    );
  const isPart = (part) => (name) => !needed.has(name) && path.basename(name).startsWith(part);
  return {
    atOnce: contentOf((name) => needed.has(name)),
    sound: contentOf(isPart('browser-media')),
    vault: contentOf(isPart('keeping-part')),
    inCall: contentOf(isPart('in-call-part')),
    servers: contentOf(isPart('servers-part')),
  };
}

/** The files of the script tag, and what a page with a phone of its own loads altogether. */
async function scriptTag() {
  const dist = 'packages/elements/dist';
  const names = [
    'cadran.js',
    'chunks/engine.js',
    'chunks/media.js',
    'cadran-worker.js',
    'chunks/home.js',
    'chunks/vault.js',
    'chunks/in-call.js',
    'chunks/servers.js',
  ];
  const contents = await Promise.all(names.map((name) => readFile(file(`${dist}/${name}`))));
  const [elements, engine, media, worker, home, vault, inCall, servers] = names.map((name, index) =>
    weigh(name, contents[index]),
  );
  return [
    { ...elements, name: 'cadran.js (all elements)' },
    { ...engine, name: 'chunks/engine.js (a phone in this page)' },
    { ...media, name: 'chunks/media.js (its sound)' },
    sum('cadran.js with both', [elements, engine, media]),
    { ...worker, name: 'cadran-worker.js (a phone for the whole site)' },
    sum('cadran.js with its sound, each page of such a site', [elements, media]),
    { ...home, name: 'chunks/home.js (the same where there is no worker)' },
    { ...vault, name: 'chunks/vault.js (keeps calls over a reload)' },
    { ...inCall, name: 'chunks/in-call.js (for calls that are up)' },
    { ...servers, name: 'chunks/servers.js (for phones with several servers)' },
  ];
}

function sum(name, parts) {
  const total = (unit) => parts.reduce((all, part) => all + part[unit], 0);
  return { name, minified: total('minified'), gzip: total('gzip'), brotli: total('brotli') };
}

export async function measureSizes() {
  const core = await bundled("export { createPhone } from '@cadran/core/phone'");
  const sipjs = await bundled("import { Web } from 'sip.js'; export const { SimpleUser } = Web");
  const jssip = await bundled("export { default } from 'jssip'");
  const [phone, sound, vault, inCall, servers] = [
    weigh('@cadran/core/phone (createPhone)', core.atOnce),
    weigh('its sound, loaded in pages', core.sound),
    weigh('its vault, loaded with a call', core.vault),
    weigh('its part for calls that are up, loaded with one', core.inCall),
    weigh('its part for several servers, loaded with them', core.servers),
  ];
  return [
    ...(await scriptTag()),
    phone,
    sound,
    vault,
    inCall,
    servers,
    sum('@cadran/core with its sound', [phone, sound]),
    weigh('sip.js SimpleUser', sipjs.atOnce),
    weigh('JsSIP', jssip.atOnce),
  ];
}
