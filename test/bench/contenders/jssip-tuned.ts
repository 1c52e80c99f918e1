import type { Contender } from './contender.js';
import { createContender as createAgent } from './jssip.js';

export function createContender(): Contender {
  return createAgent({
    quiet: 500,
    reconnection: {
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 2,
    },
  });
}
