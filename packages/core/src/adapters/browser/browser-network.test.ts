import { expect } from '@open-wc/testing';

import { createManualClock } from '../fake/manual-clock.js';
import { createBrowserNetwork } from './browser-network.js';

describe('the network as the page sees it', () => {
  let clock: ReturnType<typeof createManualClock>;
  /** Milliseconds the machine slept: time went on and no timer ran. */
  let slept: number;
  let heard: boolean[];
  let watching: AbortController;

  beforeEach(() => {
    clock = createManualClock();
    slept = 0;
    heard = [];
    watching = new AbortController();
    createBrowserNetwork({
      clock: { now: () => clock.now() + slept, schedule: clock.schedule },
    }).watch((online) => heard.push(online), {
      signal: watching.signal,
    });
  });
  afterEach(() => watching.abort());

  it('goes and comes back', () => {
    window.dispatchEvent(new Event('offline'));
    window.dispatchEvent(new Event('online'));
    expect(heard).to.deep.equal([false, true]);
  });

  it('may have changed when the page is shown again', () => {
    document.dispatchEvent(new Event('visibilitychange'));
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    const visible = document.visibilityState === 'visible' ? [true] : [];
    expect(heard).to.deep.equal([...visible, true]);
  });

  it('may have changed when the browser measures another one, once in a while', async function () {
    const { connection } = navigator as Navigator & { connection?: EventTarget };
    if (!connection) this.skip();
    connection.dispatchEvent(new Event('change'));
    connection.dispatchEvent(new Event('change'));
    expect(heard).to.deep.equal([true]);
    await clock.advance(10_000);
    connection.dispatchEvent(new Event('change'));
    expect(heard).to.deep.equal([true, true]);
  });

  it('may have changed when the machine slept', async () => {
    await clock.advance(60_000);
    expect(heard, 'timers that come in time').to.deep.equal([]);
    slept = 200_000;
    await clock.advance(5_000);
    expect(heard).to.deep.equal([true]);
  });

  it('is watched no longer than asked for', async () => {
    watching.abort();
    window.dispatchEvent(new Event('online'));
    expect(heard).to.deep.equal([]);
    expect(clock.pending).to.equal(0);
  });
});
