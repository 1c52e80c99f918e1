import type { openWithoutSip } from './open-without-sip.js';
import type { ServerMoves } from './server-moves.js';

/** What a phone needs whose servers are several, or refuse it; loaded then. */
export interface ServersPart {
  readonly ServerMoves: typeof ServerMoves;
  readonly openWithoutSip: typeof openWithoutSip;
}
