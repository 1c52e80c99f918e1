import type { Page } from 'puppeteer-core';

/** What a page has heard of all streams that it has now, summed. */
export interface Heard {
  /** RFC 7003's energy of received audio, as `totalAudioEnergy` of WebRTC statistics. */
  readonly energy: number;
  readonly packets: number;
}

declare global {
  interface Window {
    heardConnections?: WeakRef<RTCPeerConnection>[];
  }
}

/** Keeps a list of the page's peer connections, so that what arrives can be measured from outside. Call it before the page loads. */
export async function listenIn(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    // Weakly: who listens keeps nothing alive.
    const connections: WeakRef<RTCPeerConnection>[] = [];
    const Native = RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(new WeakRef(this));
      }
    };
    window.heardConnections = connections;
  });
}

/** How many peer connections of the page are not closed. */
export function openConnections(page: Page): Promise<number> {
  return page.evaluate(() => {
    const all = (window.heardConnections ?? []).map((reference) => reference.deref());
    return all.filter((connection) => connection && connection.connectionState !== 'closed').length;
  });
}

export function heard(page: Page): Promise<Heard> {
  return page.evaluate(async () => {
    let energy = 0;
    let packets = 0;
    for (const reference of window.heardConnections ?? []) {
      const connection = reference.deref();
      if (!connection || connection.connectionState === 'closed') continue;
      const reports = await connection.getStats();
      reports.forEach(
        (report: { type: string; totalAudioEnergy?: number; packetsReceived?: number }) => {
          if (report.type !== 'inbound-rtp') return;
          energy += report.totalAudioEnergy ?? 0;
          packets += report.packetsReceived ?? 0;
        },
      );
    }
    return { energy, packets };
  });
}

/** What the page hears from now on, once it is enough. A stream that ends takes its sum with it, and is no loss. */
async function listen(
  page: Page,
  timeout: number,
  isEnough: (since: Heard) => boolean,
): Promise<Heard> {
  const deadline = Date.now() + timeout;
  let last = await heard(page);
  let since: Heard = { energy: 0, packets: 0 };
  while (!isEnough(since)) {
    if (Date.now() > deadline) {
      throw new Error(`only ${since.packets} packets, energy ${since.energy}, in ${timeout} ms`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = await heard(page);
    since = {
      energy: since.energy + Math.max(0, now.energy - last.energy),
      packets: since.packets + Math.max(0, now.packets - last.packets),
    };
    last = now;
  }
  return since;
}

/** How much a page hears from now on, until `packets` have arrived; 50 of them are a second. */
export function hearFor(page: Page, packets: number, timeout = 15_000): Promise<Heard> {
  return listen(page, timeout, (since) => since.packets >= packets);
}

/** Resolves once the page has heard at least `energy` from now on: real sound, not packets of silence. */
export async function hearSound(page: Page, energy = 0.001, timeout = 15_000): Promise<void> {
  await listen(page, timeout, (since) => since.energy >= energy);
}
