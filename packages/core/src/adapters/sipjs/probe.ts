import type { SipEngine } from './engine.js';
import { randomBranch } from './outgoing-request.js';

/**
 * Asks our own server for what it can do (RFC 3261 §11). Any response to it is a sign of life, so that no transaction
 * waits for one.
 */
export function probeServer(engine: SipEngine): void {
  const { aor } = engine.configuration;
  const server = aor.clone();
  server.user = '';
  const message = engine.makeOutgoingRequestMessage('OPTIONS', server, aor, server, {}, []);
  message.setViaHeader(randomBranch(), engine.transport.protocol);
  engine.transport.send(message.toString()).catch(() => undefined);
}
