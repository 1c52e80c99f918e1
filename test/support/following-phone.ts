import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';

/** Starts a telephone of another make on a page of the demo site; resolves when it is registered. */
export async function startFollowingPhone(
  page: Page,
  account: { name: string; displayName: string },
): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page/following-phone.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  await page.evaluate(outputFiles[0]?.text ?? '');
  await page.evaluate((account) => window.startFollowingPhone(account), account);
}
