/**
 * `npm run screenshots [element ...]`: draws every story of every element in every variant and puts one sheet for
 * each into `screenshots/`, for looking at. Runs under the policy that Cadran promises; a violation fails it.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import { launch, type Browser, type Page } from 'puppeteer-core';

import { chromiumArguments, requireChromium } from '../browser.mjs';
import { root } from '../test/test-files.mjs';
import { serveSheets, type SheetServer } from './sheet-server.js';
import { variants, type Variant } from './variants.js';

const folder = path.join(root, 'screenshots');
const problems: string[] = [];

async function openPage(browser: Browser, { scheme, forcedColors }: Variant): Promise<Page> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  const session = await page.createCDPSession();
  await session.send('Emulation.setEmulatedMedia', {
    features: [
      { name: 'prefers-color-scheme', value: scheme ?? 'light' },
      { name: 'forced-colors', value: forcedColors ? 'active' : 'none' },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ],
  });
  await page.setViewport({ width: 1480, height: 800 });
  return page;
}

async function drawSheet(browser: Browser, server: SheetServer, element: string, variant: Variant) {
  const page = await openPage(browser, variant);
  await page.goto(server.address(element, variant));
  try {
    await page.waitForFunction('document.documentElement.dataset.drawn', { timeout: 20_000 });
  } catch (error) {
    problems.push(`${element}, ${variant.name}: ${String(error)}`);
  }
  const sheet = await page.$('body');
  await sheet?.screenshot({ path: path.join(folder, `${element}-${variant.name}.png`) });
  await page.close();
}

async function drawAll(): Promise<void> {
  const [, , ...asked] = process.argv;
  await mkdir(folder, { recursive: true });
  const server = await serveSheets(asked);
  const browser = await launch({ executablePath: requireChromium(), args: chromiumArguments });
  try {
    for (const element of server.elements) {
      for (const variant of variants) await drawSheet(browser, server, element, variant);
      console.log(`screenshots/${element}-*.png`);
    }
  } finally {
    await browser.close();
    await server.close();
  }
  if (problems.length === 0) return;
  console.error([...new Set(problems)].join('\n'));
  process.exitCode = 1;
}

await drawAll();
