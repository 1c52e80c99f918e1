import { createSwitchboard } from '@cadran/switchboard';
import { launchChromium } from '../support/browser.mjs';
import { cadran, peers, tunedPeers } from './contenders.mjs';
import { openPage, servePages } from './pages.mjs';
import { createRelay } from './relay.mjs';
import { median } from './statistics.mjs';
import { milliseconds, ratio, table } from './table.mjs';

const contenders = [cadran, ...peers, ...tunedPeers];
const roundTrip = 50;
/** Whoever is not back by then is taken for lost: it waits for the browser to tell, or for ever. */
const longestWait = 30_000;

const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** Milliseconds from now to the registrar's next yes; undefined when there is none. */
async function registeredAfter(relay) {
  const from = performance.now();
  while (performance.now() - from < longestWait) {
    if (relay.registeredAt > from) return relay.registeredAt - from;
    await wait(5);
  }
  return undefined;
}

/** What happens to the connection, and from when on its return is waited for. */
const faults = {
  'the server closes the connection': (relay) => relay.close(),
  'the connection carries nothing any more': (relay) => relay.blackhole(),
  'the server is away for 10 s; after its return': (relay) => absence(relay, 10_000),
  'the server is away for 30 s; after its return': (relay) => absence(relay, 30_000),
};

async function absence(relay, time) {
  await relay.leave();
  await wait(time);
  await relay.comeBack();
}

/** All contenders suffer the same at the same time, each behind a relay of its own, in a fresh page. */
async function suffer({ browser, board, origin, fault }) {
  const lines = await Promise.all(
    contenders.map(async ({ script }, index) => {
      const relay = await createRelay(board.url, { roundTrip });
      const page = await openPage(browser, origin, script, {
        ...{ server: relay.url, uri: `sip:user${index}@cadran.test` },
        ...{ username: `user${index}`, password: 'secret', iceServers: [] },
      });
      return { relay, page };
    }),
  );
  await wait(2_000);
  const times = await Promise.all(
    lines.map(async ({ relay }) => {
      await fault(relay);
      return registeredAfter(relay);
    }),
  );
  for (const { relay, page } of lines) {
    await page.browserContext().close();
    relay.dispose();
  }
  return times;
}

export async function measureRecovery({ runs }) {
  const users = Object.fromEntries(contenders.map((_, index) => [`user${index}`, 'secret']));
  const board = await createSwitchboard({ domain: 'cadran.test', users, port: 0 });
  const pages = await servePages(contenders.map(({ script }) => script));
  const browser = await launchChromium();
  try {
    const results = {};
    for (const [name, fault] of Object.entries(faults)) {
      const samples = [];
      for (let run = 0; run < runs; run += 1) {
        samples.push(await suffer({ browser, board, origin: pages.origin, fault }));
      }
      results[name] = contenders.map((_, index) => samples.map((sample) => sample[index]));
    }
    return results;
  } finally {
    await browser.close();
    pages.close();
    await board.close();
  }
}

/** The middle of those that came back, and how many did not. */
function describe(samples) {
  const lost = samples.filter((sample) => sample === undefined).length;
  const never = `${lost} of ${samples.length} not within ${longestWait / 1000} s`;
  if (lost === samples.length) return never;
  return milliseconds(median(samples)) + (lost === 0 ? '' : ` (${never})`);
}

export function recoverySection(results) {
  const rows = Object.entries(results).map(([name, [ours, ...others]]) => [
    name,
    ...[ours, ...others].map(describe),
    ratio(
      median(ours),
      others.map((samples) => (samples.includes(undefined) ? undefined : median(samples))),
    ),
  ]);
  const head = ['milliseconds to the next registration', ...contenders.map(({ name }) => name)];
  return `## Lost connections

With round trips of ${roundTrip} ms, in a page in the foreground with no call. Whoever does not come back every time is not compared.

${table([...head, 'Cadran / best of the others'], rows)}
`;
}
