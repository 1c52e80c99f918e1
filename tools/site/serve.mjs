import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { createSwitchboard } from '@cadran/switchboard';
import { domain, phoneConfig, users } from './accounts.mjs';

const root = new URL('../../', import.meta.url);
const folder = (path) => fileURLToPath(new URL(path, root));

// The strictest policy the elements run under; the demo site is the proof of it.
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html cadran',
].join('; ');

function answerConfig(request, response, url) {
  const config = phoneConfig(
    url.searchParams.get('as') ?? 'alice',
    `http://${request.headers.host}`,
  );
  response.writeHead(config ? 200 : 404, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(config ?? { error: 'no such person' }));
}

/**
 * Serves the demo site and a switchboard on one port of the loopback interface.
 * Resolves when it listens; rejects with the server's error, such as EADDRINUSE.
 */
export async function serveSite({ port = 0, switchboard = {} } = {}) {
  const options = { dev: true, etag: true, dotfiles: false };
  const serveDemos = sirv(folder('demos'), options);
  const serveBundle = sirv(folder('packages/elements/dist'), options);
  const serveCore = sirv(folder('packages/core/dist'), options);

  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    response.setHeader('content-security-policy', contentSecurityPolicy);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    const missing = () =>
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
    const mount = (serve, prefix) => {
      request.url = request.url.slice(prefix.length) || '/';
      serve(request, response, missing);
    };
    if (url.pathname === '/phone/config') answerConfig(request, response, url);
    else if (url.pathname.startsWith('/cadran/')) mount(serveBundle, '/cadran');
    else if (url.pathname.startsWith('/core/')) mount(serveCore, '/core');
    else serveDemos(request, response, missing);
  });

  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const board = await createSwitchboard({ domain, users, ...switchboard, server, path: '/sip' });
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    board,
    async close() {
      await board.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
