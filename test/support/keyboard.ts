import type { Page } from 'puppeteer-core';

/** What a screen reader calls the element that has the focus, through every shadow root. */
export function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (!active) return '';
    const label = active.getAttribute('aria-label') ?? active.getAttribute('placeholder');
    return (label ?? active.textContent).replace(/\s+/g, ' ').trim();
  });
}

/** Presses Tab until what has the focus is called so; rejects when it went all around the page. */
export async function tabsTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    const focused = await focusedName(page);
    if (focused === name) return;
    passed.push(focused);
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${name}, but to ${passed.join(' | ').slice(0, 1000)}`);
}
