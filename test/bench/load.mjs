import { createSwitchboard } from '@cadran/switchboard';
import { launchChromium } from '../support/browser.mjs';
import { cadran, peers } from './contenders.mjs';
import { mark, openPage, servePages } from './pages.mjs';
import { table } from './table.mjs';

const contenders = [cadran, ...peers];
/** Until the timers of SIP's last transactions have run out, 64*T1, and a little more. */
const aftermath = 35_000;

async function callOnce({ caller, callee, target }) {
  await Promise.all([caller, callee].map((page) => page.evaluate(() => window.bench.reset())));
  await caller.evaluate((target) => void window.bench.dial(target), target);
  await mark(callee, 'ringing');
  await callee.evaluate(() => void window.bench.answer());
  await mark(caller, 'answered');
  await caller.evaluate(() => window.bench.hangup());
  await Promise.all([mark(caller, 'ended'), mark(callee, 'ended')]);
}

/** What V8 makes for itself of code that runs often, and what the browser holds: not what a library keeps. */
const notKept = new Set(['code', 'native']);

/** Bytes of the objects in a snapshot of the heap. */
function bytesOf({ snapshot, nodes }) {
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, size] = ['type', 'self_size'].map((field) => fields.indexOf(field));
  let bytes = 0;
  for (let node = 0; node < nodes.length; node += fields.length) {
    if (!notKept.has(types[type][nodes[node + type]])) bytes += nodes[node + size];
  }
  return bytes;
}

async function heapOf(page) {
  const session = await page.createCDPSession();
  let text = '';
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => (text += chunk));
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return bytesOf(JSON.parse(text));
}

/** Bytes and peer connections of a page after everything that can be collected was. */
async function left(page) {
  await page.evaluate(() => window.bench.reset());
  const bytes = await heapOf(page);
  const prototype = await page.evaluateHandle(() => RTCPeerConnection.prototype);
  const objects = await page.queryObjects(prototype);
  const [connections, open] = await objects.evaluate((all) => [
    all.length,
    all.filter(({ connectionState }) => connectionState !== 'closed').length,
  ]);
  await objects.dispose();
  await prototype.dispose();
  return { bytes, connections, open };
}

/** What calls leave behind, one after the other, when all that waits after a call has ended too. */
export async function measureLeftovers({ calls }) {
  const sides = ['caller', 'callee'];
  const users = Object.fromEntries(
    contenders.flatMap((_, index) => sides.map((side) => [`${side}${index}`, 'secret'])),
  );
  const board = await createSwitchboard({ domain: 'cadran.test', users, port: 0 });
  const pages = await servePages(contenders.map(({ script }) => script));
  const browser = await launchChromium();
  const open = (script, username) =>
    openPage(browser, pages.origin, script, {
      ...{ server: board.url, uri: `sip:${username}@cadran.test` },
      ...{ username, password: 'secret', iceServers: [] },
    });
  try {
    const pairs = [];
    for (const [index, { script }] of contenders.entries()) {
      const caller = await open(script, `caller${index}`);
      const callee = await open(script, `callee${index}`);
      pairs.push({ caller, callee, target: `callee${index}` });
    }
    const measureAll = async () => {
      await new Promise((resolve) => setTimeout(resolve, aftermath));
      const all = [];
      for (const { caller, callee } of pairs) all.push([await left(caller), await left(callee)]);
      return all;
    };
    const callAll = async (times) => {
      for (let call = 0; call < times; call += 1) {
        for (const pair of pairs) await callOnce(pair);
      }
    };
    await callAll(10);
    const before = await measureAll();
    await callAll(calls);
    const after = await measureAll();
    return { calls, before, after };
  } finally {
    await browser.close();
    pages.close();
    await board.close();
  }
}

export function leftoversSection({ calls, before, after }) {
  const kilobytes = (bytes) => (bytes / 1000 / calls).toFixed(2);
  const rows = contenders.map(({ name }, index) => [
    name,
    ...[0, 1].map((side) => kilobytes(after[index][side].bytes - before[index][side].bytes)),
    ...[0, 1].map((side) => `${after[index][side].connections} (${after[index][side].open} open)`),
  ]);
  return `## What calls leave behind

${calls} calls one after the other, looked at 35 s after the last, when nothing waits any more; code that V8 compiled meanwhile is not counted.

${table(
  [
    'library',
    'objects a call, caller, kB',
    'objects a call, callee, kB',
    'peer connections left, caller',
    'peer connections left, callee',
  ],
  rows,
)}
`;
}
