import { serveSite } from '../../tools/site/serve.mjs';
import { launchChromium } from '../support/browser.mjs';
import { percentile } from './statistics.mjs';

export const longest = 20_000;
/** Milliseconds between two looks at what has arrived; no gap is known more exactly. */
export const look = 10;

/** In the page, before it loads: keeps every peer connection, and notes when sound arrives and where it pauses. */
export function listenForGaps(look) {
  const connections = [];
  const Native = RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Native {
    constructor(configuration) {
      super(configuration);
      connections.push(this);
    }
  };
  const packets = new WeakMap();
  let last = performance.now();
  let gap = 0;
  globalThis.takeGap = () => {
    const taken = gap;
    gap = 0;
    return taken;
  };
  async function listen() {
    let isHeard = false;
    for (const each of connections) {
      if (each.connectionState === 'closed') continue;
      for (const report of (await each.getStats()).values()) {
        if (report.type !== 'inbound-rtp') continue;
        isHeard ||= report.packetsReceived > (packets.get(each) ?? 0);
        packets.set(each, report.packetsReceived);
      }
    }
    const now = performance.now();
    if (isHeard) {
      gap = Math.max(gap, now - last);
      last = now;
    }
    setTimeout(listen, look);
  }
  void listen();
}

/** In the page, before it loads: how long it takes from the elements' definition to the sound of the call. */
function timeOwnPart() {
  let defined;
  globalThis.ownPart = undefined;
  customElements.whenDefined('cadran-phone').then(() => (defined = performance.now()));
  const watch = () => {
    const state = document.querySelector('cadran-phone')?.phone?.state.get();
    const call = state && Object.values(state.calls)[0];
    const isUp = call && call.page === state.page && !call.kept && call.media === 'connected';
    if (isUp && defined !== undefined) globalThis.ownPart ??= performance.now() - defined;
    else setTimeout(watch, 5);
  };
  watch();
}

export async function visit(context, url, prepare = () => undefined) {
  const page = await context.newPage();
  await prepare(page);
  await page.goto(url);
  await page.waitForFunction(
    () =>
      document.querySelector('cadran-phone')?.phone?.state.get().registration.status ===
      'registered',
    { timeout: longest },
  );
  return page;
}

const callIsUp = () =>
  Object.values(document.querySelector('cadran-phone').phone.state.get().calls).some(
    (call) => call.status === 'active' && call.media === 'connected' && !call.kept,
  );

export async function begin(alice, bob) {
  await alice.evaluate(() => document.querySelector('cadran-phone').phone.dial('bob'));
  await bob.waitForFunction(
    () => {
      const { phone } = document.querySelector('cadran-phone');
      const { order, calls } = phone.state.get();
      const call = calls[order[0]];
      if (call?.status === 'ringing') void phone.call(call.id).answer();
      return call?.status === 'active' && call.media === 'connected';
    },
    { timeout: longest, polling: 50 },
  );
  await alice.waitForFunction(callIsUp, { timeout: longest, polling: 20 });
}

/** Leaves the page again and again in one call; what the other side heard, and how often the call lived. */
async function leave({ alice, bob, times, away }) {
  const gaps = [];
  const own = [];
  let lived = 0;
  for (let turn = 0; turn < times; turn += 1) {
    await bob.evaluate(() => globalThis.takeGap());
    await away(alice, turn);
    try {
      await alice.waitForFunction(() => globalThis.ownPart, { timeout: longest, polling: 10 });
    } catch {
      break;
    }
    // Sound has to flow again before the pause is known.
    await new Promise((resolve) => setTimeout(resolve, 150));
    gaps.push(await bob.evaluate(() => globalThis.takeGap()));
    own.push(await alice.evaluate(() => globalThis.ownPart));
    lived += 1;
  }
  return {
    times,
    lived,
    gap: { p50: percentile(gaps, 50), p95: percentile(gaps, 95) },
    own: { p50: percentile(own, 50), p95: percentile(own, 95) },
  };
}

/** In a tab: notes when, by the machine's clock, it shows that the far side holds the call or holds it no longer. */
function noteHolds() {
  globalThis.holdSeen = undefined;
  const { phone } = document.querySelector('cadran-phone');
  phone.state.subscribe(({ calls }, { calls: before }) => {
    for (const { id, remoteHold } of Object.values(calls)) {
      if (before[id] && before[id].remoteHold !== remoteHold) {
        globalThis.holdSeen = performance.timeOrigin + performance.now();
      }
    }
  });
}

/** In a tab: milliseconds that muting and unmuting take, there and back. */
async function timeMute() {
  const { phone } = document.querySelector('cadran-phone');
  const [id] = phone.state.get().order;
  const from = performance.now();
  await phone.call(id).mute();
  await phone.call(id).unmute();
  return (performance.now() - from) / 2;
}

/**
 * How long after the wire every one of five tabs shows what it said, and what a command costs from a tab that has not the
 * sound of the call, beside the one that has.
 */
export async function measureTabs({ times, tabs: count = 5 }) {
  const site = await serveSite();
  const browser = await launchChromium();
  try {
    const [hers, his] = [
      await browser.createBrowserContext(),
      await browser.createBrowserContext(),
    ];
    const tabs = [];
    while (tabs.length < count) tabs.push(await visit(hers, `${site.origin}/intranet/?as=alice`));
    const bob = await visit(his, `${site.origin}/?as=bob`);
    const [alice, other] = tabs;
    await begin(alice, bob);
    for (const tab of tabs) await tab.evaluate(noteHolds);
    let sent;
    // What Alice's phone answers to a hold leaves it as the hold enters its state.
    site.board.intercept(({ message, direction, party }) => {
      if (direction === 'in' && party === 'alice' && message.status === 200) sent ??= Date.now();
      return undefined;
    });
    const shown = [];
    const mute = { here: [], elsewhere: [] };
    for (let turn = 0; turn < times; turn += 1) {
      sent = undefined;
      for (const tab of tabs) await tab.evaluate(() => (globalThis.holdSeen = undefined));
      await bob.evaluate(
        (verb) => {
          const { phone } = document.querySelector('cadran-phone');
          return phone.call(phone.state.get().order[0])[verb]();
        },
        turn % 2 === 0 ? 'hold' : 'resume',
      );
      for (const tab of tabs) {
        await tab.waitForFunction(() => globalThis.holdSeen, { timeout: longest, polling: 10 });
        shown.push((await tab.evaluate(() => globalThis.holdSeen)) - sent);
      }
      mute.here.push(await alice.evaluate(timeMute));
      mute.elsewhere.push(await other.evaluate(timeMute));
    }
    return {
      shown: { p50: percentile(shown, 50), p95: percentile(shown, 95) },
      mute: { here: percentile(mute.here, 50), elsewhere: percentile(mute.elsewhere, 50) },
    };
  } finally {
    await browser.close();
    await site.close();
  }
}

/** What the person who stays hears while the other one reloads and follows links, in one call each. */
export async function measureNavigation({ times }) {
  const site = await serveSite();
  const browser = await launchChromium();
  try {
    const pages = ['/intranet/', '/intranet/directory.html', '/intranet/canteen.html'];
    const results = {};
    for (const [name, away] of [
      ['reload', (page) => page.reload()],
      ['navigation', (page, turn) => page.goto(`${site.origin}${pages[(turn + 1) % 3]}`)],
    ]) {
      const [hers, his] = [
        await browser.createBrowserContext(),
        await browser.createBrowserContext(),
      ];
      const alice = await visit(hers, `${site.origin}${pages[0]}?as=alice`, (page) =>
        page.evaluateOnNewDocument(timeOwnPart),
      );
      const bob = await visit(his, `${site.origin}/?as=bob`, (page) =>
        page.evaluateOnNewDocument(listenForGaps, look),
      );
      await begin(alice, bob);
      results[name] = await leave({ alice, bob, times, away });
      await hers.close();
      await his.close();
    }
    return results;
  } finally {
    await browser.close();
    await site.close();
  }
}
