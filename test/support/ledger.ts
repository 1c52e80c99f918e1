import type { CDPSession, Page } from 'puppeteer-core';

/** What a page holds on to, counted after its garbage is collected. */
export interface Ledger {
  readonly connections: number;
  readonly tracks: number;
  readonly listeners: number;
  /** Bytes. */
  readonly heap: number;
}

/** Counts the timers that run. Call it before the page loads. */
export async function countTimers(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const running = new Set<unknown>();
    const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
    const set = globalThis as unknown as Record<string, unknown>;
    set['runningTimers'] = running;
    set['setTimeout'] = (run: (...rest: unknown[]) => void, after?: number, ...rest: unknown[]) => {
      const timer: unknown = setTimeout(() => {
        running.delete(timer);
        run(...rest);
      }, after);
      running.add(timer);
      return timer;
    };
    set['setInterval'] = (...given: Parameters<typeof setInterval>) => {
      const timer: unknown = setInterval(...given);
      running.add(timer);
      return timer;
    };
    set['clearTimeout'] = (timer: number) => {
      running.delete(timer);
      clearTimeout(timer);
    };
    set['clearInterval'] = (timer: number) => {
      running.delete(timer);
      clearInterval(timer);
    };
  });
}

/** Counts what is alive on the page now. */
export async function takeStock(page: Page): Promise<Ledger> {
  const client = await page.createCDPSession();
  try {
    // Twice: what the first round ends, such as a closed connection, is only garbage in the second.
    await client.send('HeapProfiler.collectGarbage');
    await client.send('HeapProfiler.collectGarbage');
    const { usedSize } = await client.send('Runtime.getHeapUsage');
    await client.send('Performance.enable');
    const { metrics } = await client.send('Performance.getMetrics');
    return {
      connections: await countObjects(client, 'RTCPeerConnection'),
      tracks: await countObjects(client, 'MediaStreamTrack'),
      listeners: metrics.find(({ name }) => name === 'JSEventListeners')?.value ?? NaN,
      heap: usedSize,
    };
  } finally {
    await client.detach();
  }
}

/** How many timers run now, on a page prepared by `countTimers`. */
export function runningTimers(page: Page): Promise<number> {
  return page.evaluate(
    () => (globalThis as unknown as { runningTimers: Set<unknown> }).runningTimers.size,
  );
}

async function countObjects(client: CDPSession, type: string): Promise<number> {
  const { result } = await client.send('Runtime.evaluate', { expression: `${type}.prototype` });
  const { objectId = '' } = result;
  const { objects } = await client.send('Runtime.queryObjects', { prototypeObjectId: objectId });
  const { result: length } = await client.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: 'function () { return this.length; }',
  });
  await client.send('Runtime.releaseObject', { objectId: objects.objectId ?? '' });
  await client.send('Runtime.releaseObject', { objectId });
  return length.value as number;
}
