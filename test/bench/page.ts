import { createContender } from 'contender';
import type { BenchAccount, BenchEvent } from './contenders/contender.js';

/** Epoch milliseconds with the resolution of `performance.now`, comparable between pages of one browser. */
const now = (): number => performance.timeOrigin + performance.now();

const marks: Record<string, number> = {};
const connections: RTCPeerConnection[] = [];
const contender = createContender();

function mark(name: string): void {
  marks[name] ??= now();
}

// The wire is watched where every library must pass: the platform's own objects.
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) {
  if (typeof data === 'string' && data.startsWith('INVITE ')) mark('invite');
  return send.call(this, data);
};
const NativeConnection = RTCPeerConnection;
globalThis.RTCPeerConnection = class extends NativeConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.push(this);
  }
};

async function soundArrived(): Promise<boolean> {
  for (const connection of connections) {
    if (connection.connectionState === 'closed') continue;
    for (const report of (await connection.getStats()).values() as Iterable<{
      type: string;
      packetsReceived?: number;
    }>) {
      if (report.type === 'inbound-rtp' && (report.packetsReceived ?? 0) > 0) return true;
    }
  }
  return false;
}

async function watchSound(): Promise<void> {
  while (!('audio' in marks) && !('ended' in marks)) {
    if (await soundArrived()) mark('audio');
    else await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

declare global {
  interface Window {
    bench: {
      start(account: BenchAccount): Promise<void>;
      dial(target: string): Promise<void>;
      answer(): Promise<void>;
      hangup(): Promise<void>;
      marks(): Record<string, number>;
      reset(): void;
    };
  }
}

window.bench = {
  start: (account) => contender.start(account, (event: BenchEvent) => mark(event)),
  dial(target) {
    mark('click');
    void watchSound();
    return contender.dial(target);
  },
  answer() {
    mark('answer');
    return contender.answer();
  },
  hangup: () => contender.hangup(),
  marks: () => ({ ...marks }),
  reset() {
    for (const name of Object.keys(marks)) delete marks[name];
    connections.length = 0;
  },
};
