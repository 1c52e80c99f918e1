import { spawnSync } from 'node:child_process';

const firstPort = Number(process.env.PORT ?? 8080);
if (!Number.isInteger(firstPort) || firstPort < 0 || firstPort > 65535) {
  console.error(`PORT must be a number from 0 to 65535, not "${process.env.PORT}".`);
  process.exit(1);
}

// The end-to-end tests start what they have built already.
if (!process.env.CADRAN_SKIP_BUILD) {
  console.log('Building…');
  const build = spawnSync('npm', ['run', '--silent', 'build'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (build.status !== 0) process.exit(build.status ?? 1);
}

// Imported only now: it needs what was just built.
const { serveSite } = await import('./site/serve.mjs');

async function serveOnFreePort(port) {
  try {
    return await serveSite({ port });
  } catch (error) {
    if (error.code !== 'EADDRINUSE' || port === 65535) throw error;
    console.log(`Port ${port} is taken, trying ${port + 1}.`);
    return serveOnFreePort(port + 1);
  }
}

const site = await serveOnFreePort(firstPort);
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    if (stopping) process.exit(1);
    stopping = true;
    await site.close();
    process.exit(0);
  });
}

console.log(`
Cadran is ready: ${site.origin}/

  Open it, then follow "Open Bob's window" and call each other.
  Alone? Call 600 and hear your own echo.

Ctrl-C stops everything.`);
