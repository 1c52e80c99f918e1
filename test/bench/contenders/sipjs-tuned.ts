import type { Contender } from './contender.js';
import { createContender as createUser } from './sipjs.js';

export function createContender(): Contender {
  return createUser({
    iceGatheringTimeout: 500,
    reconnectionAttempts: 1_000,
    reconnectionDelay: 1,
  });
}
