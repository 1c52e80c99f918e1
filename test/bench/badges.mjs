import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { launchChromium } from '../support/browser.mjs';
import { median } from './statistics.mjs';

const bundle = new URL('../../packages/elements/dist/cadran.js', import.meta.url);

/** Runs in the page: changes every badge once and waits for the frame, plain elements and ours in turn. */
async function timeUpdates({ count, runs }) {
  const statuses = ['available', 'busy', 'away', 'offline'];
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const hosts = {};
  for (const tag of ['span', 'cadran-presence']) {
    const host = document.createElement('div');
    host.hidden = true;
    for (let index = 0; index < count; index += 1) {
      const badge = document.createElement(tag);
      badge.setAttribute('status', 'available');
      if (tag === 'span') badge.textContent = 'available';
      host.append(badge);
    }
    document.body.append(host);
    hosts[tag] = host;
  }
  await frame();
  const samples = { span: [], 'cadran-presence': [] };
  for (let run = -1; run < runs; run += 1) {
    for (const [tag, host] of Object.entries(hosts)) {
      host.hidden = false;
      await frame();
      const status = statuses[(run + 2) % statuses.length];
      const from = performance.now();
      for (const badge of host.children) {
        badge.setAttribute('status', status);
        if (tag === 'span') badge.textContent = status;
      }
      await Promise.resolve();
      await Promise.all([...host.children].map((badge) => badge.updateComplete));
      host.getBoundingClientRect();
      if (run >= 0) samples[tag].push(performance.now() - from);
      host.hidden = true;
      await frame();
    }
  }
  return samples;
}

export async function measureBadges({ runs, count = 1000 }) {
  const script = await readFile(bundle);
  const server = createServer((request, response) => {
    const isScript = request.url === '/cadran.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript
        ? script
        : '<!doctype html><title>badges</title><script type="module" src="/cadran.js"></script>',
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction(() => customElements.get('cadran-presence'));
    const samples = await page.evaluate(timeUpdates, { count, runs });
    return { count, plain: median(samples.span), cadran: median(samples['cadran-presence']) };
  } finally {
    await browser.close();
    server.close();
  }
}
