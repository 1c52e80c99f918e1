import type { Page } from 'puppeteer-core';

/** Where a phone may live, and how a visitor of the demo site comes to it. */
export const homes = [
  { name: 'in the page', at: '/' },
  { name: 'in the worker', at: '/intranet/' },
] as const;

/** As in a browser without SharedWorker: one of the tabs is the home of the phone. */
export const workerless = {
  prepare: async (page: Page): Promise<void> => {
    await page.evaluateOnNewDocument('delete globalThis.SharedWorker');
  },
};
