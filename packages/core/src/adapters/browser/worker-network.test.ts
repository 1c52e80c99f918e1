import { expect } from '@open-wc/testing';

import { createManualClock } from '../fake/manual-clock.js';
import { createWorkerNetwork } from './worker-network.js';

/** The network of a machine whose sleep no timer counts, and what is heard of it. */
function watched() {
  const awake = createManualClock();
  let slept = 0;
  const clock = { ...awake, now: () => awake.now() + slept };
  const heard: boolean[] = [];
  const end = new AbortController();
  createWorkerNetwork({ clock }).watch((online) => heard.push(online), { signal: end.signal });
  return { awake, heard, end, sleep: (time: number) => (slept += time) };
}

describe('the network of a worker', () => {
  it('says that a machine which slept is back, so that its connection is looked at', async () => {
    const { awake, heard, sleep, end } = watched();
    await awake.advance(60_000);
    expect(heard).to.deep.equal([]);
    sleep(3_600_000);
    await awake.advance(5_000);
    expect(heard).to.deep.equal([true]);
    await awake.advance(60_000);
    expect(heard).to.deep.equal([true]);
    end.abort();
  });

  it('is heard no more once nobody listens', async () => {
    const { awake, heard, end } = watched();
    globalThis.dispatchEvent(new Event('offline'));
    expect(heard).to.deep.equal([false]);
    end.abort();
    globalThis.dispatchEvent(new Event('online'));
    await awake.advance(60_000);
    expect(heard).to.deep.equal([false]);
    expect(awake.pending).to.equal(0);
  });
});
