import { createSwitchboard } from '@cadran/switchboard';
import { launchChromium } from '../support/browser.mjs';
import { cadran, peers, prepared, tunedPeers } from './contenders.mjs';
import { mark, marksOf, openPage, servePages } from './pages.mjs';
import { createRelay } from './relay.mjs';
import { median } from './statistics.mjs';
import { milliseconds, ratio, table } from './table.mjs';

// TEST-NET-1 (RFC 5737): an address that nobody has, hence a STUN server that never answers.
const deadStun = [{ urls: 'stun:192.0.2.1:3478' }];
const roundTrips = [0, 50, 150];

/** One call from click to sound; every figure in milliseconds. */
async function callOnce({ caller, callee, target, isPrepared }) {
  await Promise.all([caller, callee].map((page) => page.evaluate(() => window.bench.reset())));
  if (isPrepared) await caller.evaluate(() => window.bench.prepare());
  await caller.evaluate((target) => void window.bench.dial(target), target);
  await mark(callee, 'ringing');
  await callee.evaluate(() => void window.bench.answer());
  await Promise.all([mark(caller, 'audio'), mark(caller, 'answered'), mark(callee, 'audio')]);
  const [from, to] = await Promise.all([marksOf(caller), marksOf(callee)]);
  await caller.evaluate(() => window.bench.hangup());
  await Promise.all([mark(caller, 'ended'), mark(callee, 'ended')]);
  const ringing = to.ringing - from.click;
  const both = Math.max(from.audio, to.audio) - to.answer;
  return {
    invite: from.invite - from.click,
    ringing,
    answered: from.answered - to.answer,
    audio: from.audio - to.answer,
    total: ringing + both,
  };
}

/** Times calls of every contender in turn; the first call of each page warms it up and is not counted. */
async function timeCalls({ browser, url, origin, contenders, runs, iceServers, suffix }) {
  const pairs = [];
  for (const [index, { key, script, isPrepared }] of contenders.entries()) {
    const account = (side, iceServers) => {
      const username = `${side}${index}${suffix}`;
      return {
        ...{ server: url, uri: `sip:${username}@cadran.test`, username, password: 'secret' },
        iceServers,
      };
    };
    const caller = await openPage(browser, origin, script, account('caller', iceServers));
    const callee = await openPage(browser, origin, script, account('callee', []));
    pairs.push({ key, caller, callee, target: `callee${index}${suffix}`, isPrepared, samples: [] });
  }
  for (let run = -1; run < runs; run += 1) {
    for (const pair of pairs) {
      const sample = await callOnce(pair);
      if (run >= 0) pair.samples.push(sample);
    }
  }
  for (const page of pairs.flatMap(({ caller, callee }) => [caller, callee])) {
    await page.browserContext().close();
  }
  const medians = (samples) =>
    Object.fromEntries(
      Object.keys(samples[0]).map((figure) => [
        figure,
        median(samples.map((sample) => sample[figure])),
      ]),
    );
  return Object.fromEntries(pairs.map(({ key, samples }) => [key, medians(samples)]));
}

const plainly = [prepared, cadran, ...peers];
const withStun = [...plainly, ...tunedPeers];

export async function measureCalls({ runs }) {
  const users = {};
  for (const index of withStun.keys()) {
    for (const suffix of [...roundTrips.map((time) => `n${time}`), 's'])
      for (const side of ['caller', 'callee']) users[`${side}${index}${suffix}`] = 'secret';
  }
  const board = await createSwitchboard({ domain: 'cadran.test', users, port: 0 });
  const pages = await servePages(withStun.map(({ script }) => script));
  const browser = await launchChromium();
  const shared = { browser, origin: pages.origin };
  try {
    const plain = {};
    for (const roundTrip of roundTrips) {
      const relay = await createRelay(board.url, { roundTrip });
      plain[roundTrip] = await timeCalls({
        ...{ ...shared, url: relay.url, contenders: plainly, runs, iceServers: [] },
        suffix: `n${roundTrip}`,
      });
      relay.dispose();
    }
    // Forty seconds a call for a library that waits for the browser to give up: three turns say enough.
    const stun = await timeCalls({
      ...{ ...shared, url: board.url, contenders: withStun, iceServers: deadStun },
      ...{ runs: Math.min(runs, 3), suffix: 's' },
    });
    return { plain, stun };
  } finally {
    await browser.close();
    pages.close();
    await board.close();
  }
}

const figures = {
  invite: 'click to INVITE',
  ringing: 'click to ringing',
  answered: 'answer to caller answered',
  audio: 'answer to audio',
  total: 'click to ringing, and answer to audio both ways',
};

function callTable(results, contenders, chosen) {
  const others = contenders.filter((each) => each !== cadran && each !== prepared);
  const rows = chosen.map((figure) => {
    const of = ({ key }) => results[key][figure];
    const compared = [prepared, cadran].map((ours) => ratio(of(ours), others.map(of)));
    return [figures[figure], ...contenders.map((each) => milliseconds(of(each))), ...compared];
  });
  const head = ['milliseconds', ...contenders.map(({ name }) => name)];
  return table([...head, 'prepared / best of the others', 'unprepared / best'], rows);
}

export function callsSection({ plain, stun }) {
  const tables = roundTrips.map(
    (roundTrip) => `### With round trips of ${roundTrip} ms to the server

${callTable(plain[roundTrip], plainly, Object.keys(figures))}
`,
  );
  return `## Calls

Prepared means that the page said before the click that somebody is about to call, as the elements do when a number is typed or a dial button is pointed at.
Only signalling is delayed; sound goes at the speed of loopback.

${tables.join('\n')}
### With one STUN server that never answers

The tuned ones wait for candidates half a second at most.

${callTable(stun, withStun, ['invite', 'ringing'])}
`;
}
