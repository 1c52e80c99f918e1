import type { ConnectionState } from '../../ports/signaling.js';

export class StandinTransport {
  protocol = 'WS';
  socket: WebSocket | undefined;
  constructor(
    private url: string,
    private WebSocketClass: typeof WebSocket,
    private listener: {
      onState(state: ConnectionState): void;
      onFrame(frame: string | ArrayBuffer): void;
    },
  ) {}
  connect(): void {
    const socket = new this.WebSocketClass(this.url, 'sip');
    this.socket = socket;
    this.listener.onState({ status: 'connecting' });
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.listener.onState({ status: 'connected', server: this.url });
    socket.onmessage = (event) => this.listener.onFrame(event.data as string);
    socket.onclose = () => {
      if (this.socket !== socket) return;
      this.socket = undefined;
      this.listener.onState({ status: 'reconnecting' });
      setTimeout(() => this.connect(), 50);
    };
  }
  send(message: string): Promise<void> {
    if (this.socket?.readyState !== 1) return Promise.reject(new Error('offline'));
    this.socket.send(message);
    return Promise.resolve();
  }
  disconnect(): Promise<void> {
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
    return Promise.resolve();
  }
}
