import type { WebSocketConstructor } from './web-socket.js';

/**
 * Resolves when a server that refuses the sub-protocol takes a socket without it: then it is there, and is no SIP server. A
 * browser does not tell such a refusal from a server that is down.
 */
export function openWithoutSip(
  url: string,
  WebSocket: WebSocketConstructor,
  signal: AbortSignal,
): Promise<void> {
  const socket = new WebSocket(url);
  const end = (): void => {
    socket.onopen = null;
    socket.close(1000);
  };
  signal.addEventListener('abort', end);
  // `ws` reports a socket closed before it opened as an error, and an error nobody hears ends a Node process.
  socket.onerror = () => undefined;
  return new Promise((resolve) => {
    socket.onopen = () => {
      signal.removeEventListener('abort', end);
      end();
      resolve();
    };
  });
}
