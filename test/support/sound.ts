import type { Page } from 'puppeteer-core';

/** What a page has heard of all its peer connections, summed: it only ever grows. */
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

/** How much a page hears from now on, over `seconds` of received sound (50 packets each). */
export async function hearFor(page: Page, packets: number, timeout = 15_000): Promise<Heard> {
  const before = await heard(page);
  const deadline = Date.now() + timeout;
  for (;;) {
    const now = await heard(page);
    if (now.packets - before.packets >= packets) {
      return { energy: now.energy - before.energy, packets: now.packets - before.packets };
    }
    if (Date.now() > deadline) {
      throw new Error(
        `only ${now.packets - before.packets} of ${packets} packets arrived in ${timeout} ms`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Resolves once the page has heard at least `energy` more than now: real sound, not packets of silence. */
export async function hearSound(page: Page, energy = 0.001, timeout = 15_000): Promise<void> {
  const before = await heard(page);
  const deadline = Date.now() + timeout;
  let now = before;
  while (now.energy - before.energy < energy) {
    if (Date.now() > deadline) {
      throw new Error(
        `no sound in ${timeout} ms: ${now.packets - before.packets} packets, energy ${now.energy - before.energy}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    now = await heard(page);
  }
}
