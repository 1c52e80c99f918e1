import type { CallHandle } from '../call/call-handle.js';
import { CadranError } from '../kernel/errors.js';
import type { ReadableStore } from '../kernel/store.js';
import type { PhoneState } from '../phone-state.js';
import type { MediaPort } from '../ports/media.js';
import { callVerbs } from './call-verbs.js';
import type { Exchange } from './exchange.js';

interface Connection {
  readonly exchange: Exchange;
  readonly store: ReadableStore<PhoneState>;
  readonly media: MediaPort | undefined;
}

/** Commands of a call go to its phone; it is measured where its sound is. */
export function connectedCall({ exchange, store, media }: Connection, id: string): CallHandle {
  const asked = [...callVerbs, 'takeHere'].map((verb) => [
    verb,
    (...given: unknown[]) => exchange.ask(verb, id, ...given),
  ]);
  function soundHere(): MediaPort {
    const { calls, page } = store.get();
    if (!calls[id]) throw new CadranError('call/not-found');
    if (!media || calls[id].page !== page) throw new CadranError('media/elsewhere');
    return media;
  }
  return {
    id,
    ...Object.fromEntries(asked),
    async watchLevels(listener, options) {
      const here = soundHere();
      if (!here.watchLevels) throw new CadranError('media/unsupported');
      here.watchLevels(id, listener, options);
    },
    async statistics() {
      const here = soundHere();
      if (!here.statistics) throw new CadranError('media/unsupported');
      return here.statistics(id);
    },
  } as CallHandle;
}
