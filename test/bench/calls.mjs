import { createServer } from 'node:http';
import { once } from 'node:events';
import { createSwitchboard } from '@cadran/switchboard';
import { launchChromium } from '../support/browser.mjs';
import { bundleContender } from './bundle.mjs';
import { median } from './statistics.mjs';

export const contenders = ['cadran', 'sipjs', 'jssip'];

// TEST-NET-1 (RFC 5737): an address that nobody has, hence a STUN server that never answers.
const deadStun = [{ urls: 'stun:192.0.2.1:3478' }];
const longestCall = 60_000;

async function servePages(scripts) {
  const server = createServer((request, response) => {
    const name = request.url.slice(1);
    if (name.endsWith('.js') && scripts[name.slice(0, -3)]) {
      response.setHeader('content-type', 'text/javascript');
      response.end(scripts[name.slice(0, -3)]);
    } else {
      response.setHeader('content-type', 'text/html');
      response.end(`<!doctype html><title>bench</title><script src="/${name}.js"></script>`);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

async function openPage(browser, origin, contender, account) {
  const context = await browser.createBrowserContext();
  await context.overridePermissions(origin, ['microphone']);
  const page = await context.newPage();
  await page.goto(`${origin}/${contender}`);
  await page.evaluate((account) => window.bench.start(account), account);
  return page;
}

async function mark(page, name) {
  await page.waitForFunction(
    (name) => name in window.bench.marks(),
    { timeout: longestCall, polling: 20 },
    name,
  );
}

/** One call from click to sound; every figure in milliseconds. */
async function callOnce(caller, callee, target) {
  await Promise.all([caller, callee].map((page) => page.evaluate(() => window.bench.reset())));
  await caller.evaluate((target) => void window.bench.dial(target), target);
  await mark(callee, 'ringing');
  await callee.evaluate(() => void window.bench.answer());
  await mark(caller, 'audio');
  const [from, to] = await Promise.all(
    [caller, callee].map((page) => page.evaluate(() => window.bench.marks())),
  );
  await caller.evaluate(() => window.bench.hangup());
  await Promise.all([mark(caller, 'ended'), mark(callee, 'ended')]);
  return {
    invite: from.invite - from.click,
    ringing: to.ringing - from.click,
    audio: from.audio - to.answer,
  };
}

/** Times calls of every contender in turn; the first call of each page warms it up and is not counted. */
async function timeCalls({ browser, board, origin, runs, iceServers, suffix }) {
  const pairs = {};
  for (const [index, contender] of contenders.entries()) {
    const account = (side) => ({
      server: board.url,
      uri: `sip:${side}${index}${suffix}@cadran.test`,
      username: `${side}${index}${suffix}`,
      password: 'secret',
      iceServers,
    });
    const caller = await openPage(browser, origin, contender, account('caller'));
    const callee = await openPage(browser, origin, contender, {
      ...account('callee'),
      iceServers: [],
    });
    pairs[contender] = { caller, callee, target: `callee${index}${suffix}` };
  }
  const samples = Object.fromEntries(contenders.map((contender) => [contender, []]));
  for (let run = -1; run < runs; run += 1) {
    for (const contender of contenders) {
      const { caller, callee, target } = pairs[contender];
      const sample = await callOnce(caller, callee, target);
      if (run >= 0) samples[contender].push(sample);
    }
  }
  for (const { caller, callee } of Object.values(pairs)) {
    await caller.browserContext().close();
    await callee.browserContext().close();
  }
  return Object.fromEntries(
    contenders.map((contender) => [
      contender,
      Object.fromEntries(
        ['invite', 'ringing', 'audio'].map((figure) => [
          figure,
          median(samples[contender].map((one) => one[figure])),
        ]),
      ),
    ]),
  );
}

export async function measureCalls({ runs }) {
  const scripts = {};
  for (const contender of contenders) scripts[contender] = await bundleContender(contender);
  const users = {};
  for (const index of contenders.keys()) {
    for (const suffix of ['n', 's'])
      for (const side of ['caller', 'callee']) users[`${side}${index}${suffix}`] = 'secret';
  }
  const board = await createSwitchboard({ domain: 'cadran.test', users, port: 0 });
  const pages = await servePages(scripts);
  const browser = await launchChromium();
  try {
    const shared = { browser, board, origin: pages.origin };
    const plain = await timeCalls({ ...shared, runs, iceServers: [], suffix: 'n' });
    // Forty seconds a call for a library that waits for the browser to give up: three turns say enough.
    const stun = await timeCalls({
      ...shared,
      runs: Math.min(runs, 3),
      iceServers: deadStun,
      suffix: 's',
    });
    return { plain, stun };
  } finally {
    await browser.close();
    pages.close();
    await board.close();
  }
}
