/** What a phone needs whose servers are several, or refuse it. */
export { openWithoutSip } from './adapters/sipjs/transport/open-without-sip.js';
export { ServerMoves } from './adapters/sipjs/transport/server-moves.js';
