import { createSwitchboard, type SwitchboardOptions } from '@cadran/switchboard';
import { WebSocket } from 'ws';
import {
  createSipSignaling,
  type SipSignalingOptions,
} from '../../packages/core/src/adapters/sipjs/sip-signaling.js';
import { openKeeping } from '../../packages/core/src/adapters/sipjs/open-keeping.js';
import { openExtensions } from '../../packages/core/src/adapters/sipjs/open-extensions.js';
import { RedirectTargets } from '../../packages/core/src/adapters/sipjs/redirect-targets.js';
import { openWithoutSip } from '../../packages/core/src/adapters/sipjs/transport/open-without-sip.js';
import { ServerMoves } from '../../packages/core/src/adapters/sipjs/transport/server-moves.js';
import { loadedPart } from '../../packages/core/src/kernel/lazy-part.js';
import { systemClock } from '../../packages/core/src/kernel/clock.js';
import type { Signaling } from '../../packages/core/src/ports/signaling.js';
import type { StoragePort } from '../../packages/core/src/ports/storage.js';

export interface LineOptions extends Partial<SipSignalingOptions> {
  readonly password?: string;
  readonly server?: string;
}

/** A switchboard, and sip.js adapters on it. */
export async function openBoard(options: SwitchboardOptions = {}) {
  const switchboard = await createSwitchboard({ port: 0, ...options });
  return {
    switchboard,
    line(user: string, { password = 'secret', server, ...rest }: LineOptions = {}): Signaling {
      return createSipSignaling({
        keeping: loadedPart({ openKeeping }),
        extensions: loadedPart({ openExtensions, RedirectTargets }),
        serversPart: loadedPart({ ServerMoves, openWithoutSip }),
        servers: [server ?? switchboard.url],
        uri: `sip:${user}@${switchboard.domain}`,
        credentials: { username: user, password },
        storage: memory(),
        clock: systemClock,
        WebSocket,
        // A test calls faster than people do.
        callRate: 100,
        ...rest,
      });
    },
    /** Cuts the connections of a user without a word. */
    cut(user: string): void {
      for (const socket of switchboard.sockets.of(user)) socket.terminate();
    },
    close: () => switchboard.close(),
  };
}

function memory(): StoragePort {
  const kept = new Map<string, string>();
  return {
    read: (key) => Promise.resolve(kept.get(key)),
    write: (key, value) => Promise.resolve(void kept.set(key, value)),
  };
}
