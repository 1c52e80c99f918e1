import { createContender } from 'contender';
import type { BenchAccount, BenchEvent } from './contenders/contender.js';

/** Epoch milliseconds with the resolution of `performance.now`, comparable between pages of one browser. */
const now = (): number => performance.timeOrigin + performance.now();

let marks: Readonly<Record<string, number>> = {};
const connections: RTCPeerConnection[] = [];
const contender = createContender();

function mark(name: string): void {
  if (!(name in marks)) marks = { ...marks, [name]: now() };
}

// The wire is watched where every library must pass: the platform's own objects.
const NativeSocket = WebSocket;
globalThis.WebSocket = class extends NativeSocket {
  override send(data: Parameters<WebSocket['send']>[0]): void {
    if (typeof data === 'string' && data.startsWith('INVITE ')) mark('invite');
    super.send(data);
  }
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
      prepare(): Promise<void>;
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
  prepare: async () => contender.prepare?.(),
  dial(target) {
    mark('click');
    void watchSound();
    return contender.dial(target);
  },
  answer() {
    mark('answer');
    void watchSound();
    return contender.answer();
  },
  hangup: () => contender.hangup(),
  marks: () => marks,
  reset() {
    marks = {};
    connections.length = 0;
  },
};

// A page that is to start by itself has its account in its address.
const account = new URLSearchParams(location.search).get('account');
if (account !== null) {
  void contender
    .start(JSON.parse(account) as BenchAccount, (event: BenchEvent) => mark(event))
    .then(() => mark('registered'));
}
