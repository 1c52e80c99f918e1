/**
 * Makes a page crash, and resolves once it has.
 *
 * @param {import('puppeteer-core').Page} page
 */
export async function crash(page) {
  const crashed = new Promise((resolve) => page.once('error', resolve));
  page.goto('chrome://crash').catch(() => undefined);
  await crashed;
}
