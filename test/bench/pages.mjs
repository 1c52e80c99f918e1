import { once } from 'node:events';
import { createServer } from 'node:http';
import { bundleContender } from './bundle.mjs';

/** Serves one page for each contender, with its script; `/<script>?account=<json>` starts by itself. */
export async function servePages(names) {
  const scripts = {};
  for (const name of new Set(names)) scripts[name] = await bundleContender(name);
  const server = createServer((request, response) => {
    const [, name, extension] = /^\/([\w-]+)(\.js)?/.exec(request.url) ?? [];
    if (extension && scripts[name]) {
      response.setHeader('content-type', 'text/javascript');
      response.end(scripts[name]);
    } else {
      response.setHeader('content-type', 'text/html');
      response.end(
        `<!doctype html><title>bench</title><script>scriptStart = performance.now()</script><script src="/${name}.js"></script>`,
      );
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, sizeOf: (name) => scripts[name].length, close: () => server.close() };
}

/** A window of its own whose page may use the microphone. */
export async function openWindow(browser, origin, script, query = '') {
  const context = await browser.createBrowserContext();
  await context.overridePermissions(origin, ['microphone']);
  const page = await context.newPage();
  await page.goto(`${origin}/${script}${query}`);
  return page;
}

/** The same, registered. */
export async function openPage(browser, origin, script, account) {
  const page = await openWindow(browser, origin, script);
  await page.evaluate((account) => window.bench.start(account), account);
  return page;
}

export async function mark(page, name, timeout = 60_000) {
  await page.waitForFunction(
    (name) => name in window.bench.marks(),
    { timeout, polling: 20 },
    name,
  );
}

export async function marksOf(page) {
  return page.evaluate(() => window.bench.marks());
}
