import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';

const ready = /Cadran is ready: (http:\/\/127\.0\.0\.1:\d+)\//;

interface Started {
  readonly child: ChildProcess;
  readonly origin: string;
  readonly output: () => string;
}

/** Runs the command of `npm start` itself, so that a signal reaches it and not npm. */
async function start(environment: Record<string, string>): Promise<Started> {
  const child = spawn(process.execPath, ['tools/start.mjs'], {
    env: { ...process.env, CADRAN_SKIP_BUILD: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const origin = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready:\n${text}`)), 60_000);
    const read = (chunk: Buffer): void => {
      text += String(chunk);
      const found = ready.exec(text);
      if (!found?.[1]) return;
      clearTimeout(timer);
      resolve(found[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => {
      clearTimeout(timer);
      reject(new Error(`ended early:\n${text}`));
    });
  });
  return { child, origin, output: () => text };
}

async function stop({ child }: Started): Promise<number | null> {
  child.kill('SIGINT');
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

test('npm start serves the demo under a strict policy, and Ctrl-C stops all of it', async () => {
  const started = await start({ PORT: '0' });
  const page = await fetch(`${started.origin}/`);
  assert.equal(page.status, 200);
  assert.match(
    page.headers.get('content-security-policy') ?? '',
    /script-src 'self'; .*require-trusted-types-for/,
  );
  assert.match(await page.text(), /<cadran-softphone>/);
  assert.equal((await fetch(`${started.origin}/cadran/cadran.js`)).status, 200);
  assert.equal((await fetch(`${started.origin}/..%2fpackage.json`)).status, 404);
  assert.equal(await stop(started), 0);
  await assert.rejects(fetch(`${started.origin}/`));
});

test('a taken port is said and the next one taken', async () => {
  const squatter = createServer();
  squatter.listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const { port } = squatter.address() as { port: number };
  try {
    const started = await start({ PORT: String(port) });
    assert.match(started.output(), new RegExp(`Port ${port} is taken, trying ${port + 1}`));
    assert.equal(await stop(started), 0);
  } finally {
    squatter.close();
  }
});
