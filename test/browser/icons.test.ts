import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';

import { pathOf } from '../../tools/generate/icon-path.js';
import { root } from '../../tools/test/test-files.mjs';
import { launchChromium } from '../support/browser.mjs';

/** What draws each icon, from the built file: a minifier once cut all but the first line of every icon. */
const drawn = [
  { icon: 'check', host: '<cadran-presence status="available">' },
  { icon: 'phone', host: '<cadran-presence status="in-call">' },
  { icon: 'bell', host: '<cadran-presence status="ringing">' },
  { icon: 'clock', host: '<cadran-presence status="away">' },
  { icon: 'lock', host: '<cadran-presence status="not-permitted">' },
  { icon: 'circle-question-mark', host: '<cadran-presence status="unknown">' },
  { icon: 'phone-off', host: '<cadran-softphone>', at: '.message' },
  { icon: 'triangle-alert', host: '<cadran-dialpad>', at: '.hint' },
];

const page = (): string => `<!doctype html><title>icons</title>
  <script type="module" src="/cadran.js"></script>
  ${drawn.map(({ icon, host }) => pair(icon, `${host}</${/[\w-]+/.exec(host)?.[0]}>`)).join('')}
  ${names.map((icon) => pair(icon, `<svg><path d="${pathOf(source(icon))}"/></svg>`)).join('')}`;

const pair = (icon: string, ours: string): string =>
  `<div class="ours">${ours}</div><div class="theirs">${source(icon)}</div>`;

function source(icon: string): string {
  return readFileSync(path.join(root, `node_modules/lucide-static/icons/${icon}.svg`), 'utf8');
}

const names = JSON.parse(readFileSync(path.join(root, 'tools/icons.json'), 'utf8')) as string[];
let browser: Browser;
let open: Page;
let server: Server;

before(async () => {
  const script = readFileSync(path.join(root, 'packages/elements/dist/cadran.js'));
  server = createServer((request, response) => {
    const isScript = request.url === '/cadran.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(isScript ? script : page());
  });
  server.listen(0, '127.0.0.1');
  [browser] = await Promise.all([launchChromium(), once(server, 'listening')]);
  open = await browser.newPage();
  await open.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await open.waitForFunction(() =>
    [...document.querySelectorAll('.ours > :not(svg)')].every((host) =>
      host.shadowRoot?.querySelector('svg'),
    ),
  );
});

after(async () => {
  await browser.close();
  server.close();
});

/** Of both drawings of a pair, in the 24 units of their box: how long the lines are, how many, and what room they take. */
async function measure(index: number, at = ''): Promise<readonly number[][]> {
  return open.evaluate(
    ({ index, at }) => {
      const ours = document.querySelectorAll('.ours > *')[index];
      const theirs = document.querySelectorAll('.theirs > svg')[index];
      return [ours?.shadowRoot?.querySelector(`${at} svg`) ?? ours, theirs].map((svg) => {
        const shapes = [...(svg?.querySelectorAll<SVGGeometryElement>(':scope > *') ?? [])];
        const length = shapes.reduce((sum, shape) => sum + shape.getTotalLength(), 0);
        const strokes = shapes.map((shape) => shape.getAttribute('d')?.match(/m/gi)?.length ?? 1);
        const count = strokes.reduce((sum, each) => sum + each, 0);
        const boxes = shapes.map((shape) => shape.getBBox());
        const left = Math.min(...boxes.map((box) => box.x));
        const top = Math.min(...boxes.map((box) => box.y));
        const right = Math.max(...boxes.map((box) => box.x + box.width));
        const bottom = Math.max(...boxes.map((box) => box.y + box.height));
        return [length, count, left, top, right, bottom];
      });
    },
    { index, at },
  );
}

/** Browsers measure small circles roughly: one part in eight is the same length. */
async function assertSame(icon: string, index: number, at?: string): Promise<void> {
  const [ours = [], theirs = []] = await measure(index, at);
  const [length = 0, ...box] = theirs;
  assert.ok(length >= 4, `${icon}: what Lucide draws is measured`);
  const [ownLength = 0, ...ownBox] = ours;
  const isSame =
    Math.abs(ownLength - length) < length / 8 &&
    box.every((side, part) => Math.abs(side - (ownBox[part] ?? Infinity)) < 0.05);
  assert.ok(isSame, `${icon}: ${ours.join(' ')} is not ${theirs.join(' ')}`);
}

test('the built cadran.js draws its icons whole', async () => {
  for (const [index, { icon, at }] of drawn.entries()) await assertSame(icon, index, at);
});

test('every icon is, as one path, what Lucide draws', async () => {
  for (const [index, icon] of names.entries()) await assertSame(icon, drawn.length + index);
});
