import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import { build, type Plugin } from 'esbuild';

import { filesUnder, root } from '../test/test-files.mjs';
import type { Variant } from './variants.js';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; " +
  "require-trusted-types-for 'script'; trusted-types lit-html cadran";

export interface SheetServer {
  /** Elements that have stories. */
  readonly elements: readonly string[];
  address(element: string, variant: Variant): string;
  close(): Promise<void>;
}

/** Bundles the stories of the elements asked for, else of all, and serves their sheets on a free port of this machine. */
export async function serveSheets(asked: readonly string[]): Promise<SheetServer> {
  const stories = filesUnder('packages/elements/src')
    .filter((file: string) => file.endsWith('.stories.ts'))
    .filter((file: string) => asked.length === 0 || asked.includes(elementOf(file)))
    .sort();
  const files = new Map([
    ['/sheet.js', { type: 'text/javascript', body: await bundle(stories) }],
    [
      '/sheet.css',
      { type: 'text/css', body: await readFile(path.join(import.meta.dirname, 'sheet.css')) },
    ],
    ['/inter.woff2', { type: 'font/woff2', body: await readFile(font) }],
  ]);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://sheets');
    const file = files.get(url.pathname) ?? {
      type: 'text/html',
      body: sheetPage(url.searchParams),
    };
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('Content-Type', `${file.type}; charset=utf-8`);
    response.end(file.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    elements: stories.map(elementOf),
    address: (element, variant) => {
      const { scheme = 'light', direction = 'ltr', language = 'en', width = '' } = variant;
      const query = new URLSearchParams({
        element,
        scheme,
        direction,
        language,
        width: String(width),
      });
      return `http://127.0.0.1:${port}/?${query}`;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const font = path.join(
  root,
  'node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
);

/** `packages/elements/src/dialpad/dialpad.stories.ts` is about `dialpad`. */
function elementOf(file: string): string {
  return path.basename(file, '.stories.ts');
}

async function bundle(stories: readonly string[]): Promise<Buffer> {
  const result = await build({
    entryPoints: [path.join(import.meta.dirname, 'sheet.ts')],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    conditions: ['source'],
    tsconfig: path.join(root, 'tsconfig.base.json'),
    plugins: [storiesModule(stories)],
  });
  return Buffer.from(result.outputFiles[0]?.contents ?? []);
}

/** Gives the sheet all stories by the name of their element, as the module `stories`. */
function storiesModule(stories: readonly string[]): Plugin {
  const lines = stories.map(
    (file, index) =>
      `import './${path.dirname(path.dirname(file))}/define/${elementOf(file)}.ts';
import { stories as s${index} } from './${file}';`,
  );
  const entries = stories.map((file, index) => `${JSON.stringify(elementOf(file))}: s${index}`);
  const contents = `${lines.join('\n')}\nexport const storiesByElement = { ${entries.join(', ')} };`;
  return {
    name: 'stories',
    setup(builder) {
      builder.onResolve({ filter: /^stories$/ }, () => ({ path: 'stories', namespace: 'stories' }));
      builder.onLoad({ filter: /.*/, namespace: 'stories' }, () => ({
        contents,
        resolveDir: root,
      }));
    },
  };
}

function sheetPage(parameters: URLSearchParams): string {
  const word = (name: string): string => (parameters.get(name) ?? '').replace(/[^\w-]/g, '');
  return `<!doctype html>
<html lang="${word('language')}" dir="${word('direction')}" data-scheme="${word('scheme')}">
<meta charset="utf-8"><link rel="icon" href="data:,"><title>${word('element')}</title>
<link rel="stylesheet" href="/sheet.css"><script type="module" src="/sheet.js"></script>
<body></body></html>`;
}
