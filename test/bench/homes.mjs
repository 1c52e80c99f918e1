import { serveSite } from '../../tools/site/serve.mjs';
import { launchChromium } from '../support/browser.mjs';
import { crash } from '../support/crash.mjs';
import { begin, listenForGaps, longest, look, visit } from './navigation.mjs';
import { percentile } from './statistics.mjs';

/** In a tab: notes when, by the machine's clock, its phone is back after it was gone. */
function noteReturn() {
  globalThis.returned = undefined;
  const { phone } = document.querySelector('cadran-phone');
  const isThere = ({ connection, registration }) =>
    connection.status === 'connected' && registration.status === 'registered';
  phone.state.subscribe((state, before) => {
    if (isThere(state) && !isThere(before)) {
      globalThis.returned = performance.timeOrigin + performance.now();
    }
  });
}

const ways = {
  closed: (tab) => tab.close(),
  crashed: async (tab) => {
    await crash(tab);
    await tab.close();
  },
};

/** Sound is in this tab. */
const isHere = () => {
  const state = document.querySelector('cadran-phone').phone.state.get();
  const call = state.calls[state.order[0]];
  return call?.page === state.page && call.media === 'connected' && !call.kept;
};

/** In one call the tab that leads and has the sound goes, and another one takes its place, again and again. */
async function takeTurns({ times, end, open, bob, first }) {
  const back = [];
  const gaps = [];
  let leading = first;
  for (let turn = 0; turn < times; turn += 1) {
    const next = await open();
    await next.evaluate(noteReturn);
    await bob.evaluate(() => globalThis.takeGap());
    const from = Date.now();
    await end(leading);
    leading = next;
    try {
      await next.waitForFunction(() => globalThis.returned, { timeout: longest, polling: 10 });
      await next.waitForFunction(isHere, { timeout: longest, polling: 10 });
    } catch {
      break;
    }
    back.push((await next.evaluate(() => globalThis.returned)) - from);
    // Sound has to flow again before the pause is known.
    await new Promise((resolve) => setTimeout(resolve, 150));
    gaps.push(await bob.evaluate(() => globalThis.takeGap()));
  }
  return {
    times,
    lived: back.length,
    back: { p50: percentile(back, 50), p95: percentile(back, 95) },
    gap: { p50: percentile(gaps, 50), p95: percentile(gaps, 95) },
  };
}

/**
 * Without a worker the phone lives in one of the tabs. When that one goes in a call: how long until the phone is back in
 * the next one, and what the far side heard of it.
 */
export async function measureHomes({ times }) {
  const site = await serveSite();
  const browser = await launchChromium();
  try {
    const results = {};
    for (const [name, end] of Object.entries(ways)) {
      const [hers, his] = [
        await browser.createBrowserContext(),
        await browser.createBrowserContext(),
      ];
      const open = () =>
        visit(hers, `${site.origin}/intranet/?as=alice`, (page) =>
          page.evaluateOnNewDocument('delete globalThis.SharedWorker'),
        );
      const first = await open();
      const bob = await visit(his, `${site.origin}/?as=bob`, (page) =>
        page.evaluateOnNewDocument(listenForGaps, look),
      );
      await begin(first, bob);
      results[name] = await takeTurns({ times, end, open, bob, first });
      await hers.close();
      await his.close();
    }
    return results;
  } finally {
    await browser.close();
    await site.close();
  }
}
