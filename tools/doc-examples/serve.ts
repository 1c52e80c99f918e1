import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createSwitchboard } from '@cadran/switchboard';
import { build } from 'esbuild';
import sirv from 'sirv';

import { root } from '../test/test-files.mjs';
import type { Example } from './examples.js';

/** The server and the person the documentation speaks of. */
const writtenServer = /wss:\/\/pbx\.example\.org\/ws/g;
const person = { uri: 'sip:alice@example.org', displayName: 'Alice Martin' };
const credentials = { username: 'alice', password: 'secret' };

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "media-src 'self' blob:",
  "img-src 'self' data:",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html cadran',
].join('; ');

export interface ExampleSite {
  readonly origin: string;
  /** The address of a page that shows an `html` example or runs a `js` one. */
  open(example: Example): string;
  close(): Promise<void>;
}

/** A site as the documentation assumes it: `/cadran.js`, `/phone/config`, `/phone/token`, a SIP server, the files named beside an example. */
export async function serveExamples(examples: readonly Example[]): Promise<ExampleSite> {
  const serveBundle = sirv(path.join(root, 'packages/elements/dist'), { dev: true });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', origin);
    response.setHeader('content-security-policy', contentSecurityPolicy);
    const [, number, name] = /^\/example\/(\d+)\/(.*)$/.exec(pathname) ?? [];
    const example = number === undefined ? undefined : examples[Number(number)];
    const script = examples.find(({ marks }) => marks.includes(`file=${pathname.slice(1)}`));
    if (pathname === '/phone/config') {
      send(
        response,
        'application/json',
        JSON.stringify({ servers: [sip], ...person, credentials, iceServers: [] }),
      );
    } else if (example) {
      const isScript = name === 'run.js';
      const body = isScript ? await bundle(placed(example.text)) : pageOf(example, placed);
      send(response, isScript ? 'text/javascript' : 'text/html', body);
    } else if (script) {
      send(response, 'text/javascript', placed(script.text));
    } else if (pathname === '/phone/token') {
      send(response, 'text/plain', 'a-token');
    } else if (pathname === '/favicon.ico') {
      response.writeHead(204).end();
    } else {
      serveBundle(request, response, () => void response.writeHead(404).end());
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const sip = `ws://127.0.0.1:${port}/sip`;
  const placed = (text: string): string => text.replace(writtenServer, sip);
  const users = { alice: 'secret', bob: 'secret' };
  const board = await createSwitchboard({ domain: 'example.org', users, server, path: '/sip' });

  return {
    origin,
    open: (example) => `${origin}/example/${examples.indexOf(example)}/`,
    async close() {
      await board.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
}

function pageOf({ language, text }: Example, placed: (text: string) => string): string {
  if (language !== 'html') return wrap('<script type="module" src="run.js"></script>');
  const html = /<!doctype/i.test(text) ? placed(text) : wrap(placed(text));
  return html.includes('/cadran.js') ? html : html.replace('</head>', `${cadran}</head>`);
}

const cadran = '<script type="module" src="/cadran.js"></script>';

function wrap(body: string): string {
  return `<!doctype html><html lang="en"><head><title>Example</title></head><body>${body}</body></html>`;
}

/** What an application's bundler would make of it; says when it came to its end. */
async function bundle(text: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: `${text}\nglobalThis.exampleEnded = true;`, resolveDir: root, loader: 'ts' },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['source', 'production'],
    tsconfigRaw: {
      compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false },
    },
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
