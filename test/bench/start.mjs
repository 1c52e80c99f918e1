import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createSwitchboard } from '@cadran/switchboard';
import { launchChromium } from '../support/browser.mjs';
import { bundleContender } from './bundle.mjs';
import { cadran, peers } from './contenders.mjs';
import { mark, openWindow, servePages } from './pages.mjs';
import { createRelay } from './relay.mjs';
import { median } from './statistics.mjs';
import { milliseconds, ratio, table } from './table.mjs';

const contenders = [cadran, ...peers];
const roundTrips = [0, 50, 150];
/** Connecting and upgrading take a round trip each, a REGISTER that is challenged two. */
const leastRoundTrips = 4;
const slowdown = 4;

async function timeRegistration({ browser, origin, script, server, username }) {
  const account = {
    ...{ server, uri: `sip:${username}@cadran.test`, username, password: 'secret' },
    iceServers: [],
  };
  const query = `?account=${encodeURIComponent(JSON.stringify(account))}`;
  const page = await openWindow(browser, origin, script, query);
  await mark(page, 'registered');
  const took = await page.evaluate(
    () => window.bench.marks().registered - performance.timeOrigin - window.scriptStart,
  );
  await page.browserContext().close();
  return took;
}

/** From the first line of the page's script to the registrar's yes, in windows that know nothing of the one before. */
async function measureRegistration({ browser, board, runs }) {
  const pages = await servePages(contenders.map(({ script }) => script));
  const results = {};
  for (const roundTrip of roundTrips) {
    const relay = await createRelay(board.url, { roundTrip });
    const samples = contenders.map(() => []);
    for (let run = -1; run < runs; run += 1) {
      for (const [index, { script }] of contenders.entries()) {
        const account = { server: relay.url, username: `user${index}` };
        const took = await timeRegistration({
          ...{ browser, origin: pages.origin, script },
          ...account,
        });
        if (run >= 0) samples[index].push(took);
      }
    }
    results[roundTrip] = samples.map(median);
    relay.dispose();
  }
  pages.close();
  return results;
}

/** Runs in the page: fetches, reads and executes a script that has not been seen before. */
async function execute(url) {
  const start = performance.now();
  await import(url);
  return performance.now() - start;
}

/** What the script costs the page before anything is done with it, at a quarter of the processor's speed. */
async function measureScripts({ browser, runs }) {
  const dist = new URL('../../packages/elements/dist/cadran.js', import.meta.url);
  const scripts = {
    'cadran.js, all elements': await readFile(dist, 'utf8'),
    'sip.js SimpleUser alone': await bundleContender('sipjs'),
    'JsSIP alone': await bundleContender('jssip'),
  };
  const texts = Object.values(scripts);
  const server = createServer((request, response) => {
    const text = texts[Number(/^\/(\d)\.js/.exec(request.url)?.[1])];
    response.setHeader('content-type', text === undefined ? 'text/html' : 'text/javascript');
    response.end(text ?? '<!doctype html><title>bench</title>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${server.address().port}`;
  const samples = texts.map(() => []);
  for (let run = -1; run < runs; run += 1) {
    for (const index of texts.keys()) {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.goto(origin);
      await page.emulateCPUThrottling(slowdown);
      const took = await page.evaluate(execute, `${origin}/${index}.js`);
      if (run >= 0) samples[index].push(took);
      await context.close();
    }
  }
  server.close();
  return Object.keys(scripts).map((name, index) => [name, median(samples[index])]);
}

export async function measureStart({ runs }) {
  const users = Object.fromEntries(contenders.map((_, index) => [`user${index}`, 'secret']));
  const board = await createSwitchboard({ domain: 'cadran.test', users, port: 0 });
  const browser = await launchChromium();
  try {
    return {
      registration: await measureRegistration({ browser, board, runs }),
      scripts: await measureScripts({ browser, runs }),
    };
  } finally {
    await browser.close();
    await board.close();
  }
}

export function startSection({ registration, scripts }) {
  const rows = roundTrips.map((roundTrip) => {
    const [ours, ...others] = registration[roundTrip];
    const least = leastRoundTrips * roundTrip;
    const beyond = least === 0 ? '—' : `${(ours / least).toFixed(2)}x`;
    return [`${roundTrip} ms`, ...[ours, ...others].map(milliseconds), ratio(ours, others), beyond];
  });
  const head = ['round trip', ...contenders.map(({ name }) => name)];
  return `## Start

From the page's script to the registration, in milliseconds; the least that the wire demands is four round trips.

${table([...head, 'Cadran / best of the others', 'Cadran / the least'], rows)}

Reading and executing the script at a quarter of the processor's speed:

${table(
  ['script', 'ms'],
  scripts.map(([name, value]) => [name, milliseconds(value)]),
)}
`;
}
