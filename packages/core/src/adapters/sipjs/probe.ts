import type { IncomingResponse } from 'sip.js/lib/core/messages/incoming-response.js';
import { isLocal } from './end-reason.js';
import type { SipEngine } from './engine.js';

/** Asks our own server for what it can do (RFC 3261 §11); resolves when it answered, whatever it said. */
export function probeServer(engine: SipEngine): Promise<void> {
  const { aor } = engine.configuration;
  const server = aor.clone();
  server.user = '';
  const message = engine.makeOutgoingRequestMessage('OPTIONS', server, aor, server, {}, []);
  return new Promise((resolve, reject) => {
    const settle = (response: IncomingResponse): void => {
      if (isLocal(response.message)) reject(new Error('no answer'));
      else resolve();
    };
    engine.request(message, { onAccept: settle, onReject: settle, onRedirect: settle });
  });
}
