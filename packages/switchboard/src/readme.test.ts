import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SipClient } from '../test/sip-client.js';

const NODE = ['--conditions=source', '--import', 'tsx'];

/** Starts a program that prints where it listens, and hands its lines to `use`. */
async function running(
  args: readonly string[],
  use: (url: string, stop: (signal?: boolean) => Promise<string>) => Promise<void>,
): Promise<void> {
  const child = spawn(process.execPath, [...NODE, ...args], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  const address = new Promise<string>((resolve) => {
    reader.on('line', (line) => {
      lines.push(line);
      const url = /ws:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (url !== undefined) resolve(url);
    });
  });
  const exited = once(child, 'exit');
  const early = exited.then(() => Promise.reject(new Error(`It ended: ${lines.join('\n')}`)));
  early.catch(() => undefined);
  try {
    await use(await Promise.race([address, early]), async (signal = true) => {
      if (signal) child.kill('SIGINT');
      assert.deepEqual(await exited, [0, null]);
      return lines.join('\n');
    });
  } finally {
    child.kill('SIGKILL');
  }
}

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1] ?? '');

describe('the examples of the README', () => {
  test('the first one runs, takes a call, and ends by Ctrl-C with its ladder', async () => {
    await running(['--input-type=module', '--eval', examples[0]!], async (url, stop) => {
      const alice = await SipClient.registered(url, { user: 'alice' });
      const invite = await alice.submit(alice.request('INVITE', 'sip:601@cadran.test'));
      assert.equal((await alice.nextResponse(invite)).status, 486);
      await alice.close();
      const output = await stop();
      assert.match(output, /sip:alice@cadran\.test dialled 601/);
      assert.match(output, /486 Busy Here/);
    });
  });

  test('the others run together', async () => {
    const rest = examples.slice(1).join('\n');
    const program = `${rest}\nconsole.log(board.url);process.once('SIGINT', () => board.close());`;
    await running(['--input-type=module', '--eval', program], async (url, stop) => {
      const alice = await SipClient.registered(url, { user: 'alice' });
      const invite = await alice.submit(alice.request('INVITE', 'sip:604@cadran.test'));
      assert.equal((await alice.nextResponse(invite)).status, 404);
      await alice.close();
      await stop();
    });
  });
});

test('the example of the guide runs', async () => {
  const guide = await readFile(
    new URL('../../../docs/guide/switchboard.md', import.meta.url),
    'utf8',
  );
  const example = /```ts\n(.*?)```/s.exec(guide)?.[1] ?? '';
  const program = example.replaceAll(']!.', '].').replace(
    'await yourPhoneRegistersAt(board.url);',
    `console.log(board.url);
     await new Promise((resolve) => board.onMessage(({ status }) => status === 200 && resolve()));`,
  );
  await running(['--input-type=module', '--eval', program], async (url, stop) => {
    const alice = await SipClient.registered(url, { user: 'alice' });
    assert.equal(await alice.closed, 1012);
    await stop(false);
  });
});

test('the command starts with its flags, and Ctrl-C ends it', async () => {
  const flags = ['--port', '0', '--domain', 'office.test', '--user', 'zoe:pa:ss', '--ladder'];
  await running(['src/cli.ts', ...flags], async (url, stop) => {
    const zoe = await SipClient.registered(url, {
      user: 'zoe',
      password: 'pa:ss',
      domain: 'office.test',
    });
    await zoe.close();
    const output = await stop();
    assert.match(output, /domain office\.test/);
    assert.match(output, /200 OK \(REGISTER\)/);
  });
});
