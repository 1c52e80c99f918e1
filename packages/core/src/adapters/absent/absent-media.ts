import { CadranError } from '../../kernel/errors.js';
import type { MediaPort } from '../../ports/media.js';

/** Media where there is none, as in Node: the phone registers and rings, and a call that needs sound fails with `media/unsupported`. */
export function createAbsentMedia(): MediaPort {
  const refuse = (): Promise<never> =>
    Promise.reject(new CadranError('media/unsupported', { detail: 'no media here' }));
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    listen: () => undefined,
    prepare: nothing,
    offer: refuse,
    answer: refuse,
    accept: refuse,
    rollback: nothing,
    openMicrophone: refuse,
    setMuted: refuse,
    setHeld: refuse,
    sendDtmf: refuse,
    playTone: nothing,
    unlock: nothing,
    close: nothing,
    dispose: nothing,
  };
}
