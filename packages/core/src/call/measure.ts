import { CadranError } from '../kernel/errors.js';
import type { AudioLevels, MediaStatistics } from '../ports/media-measurement.js';
import type { CallContext } from './call-context.js';

/** How loud the call is, past the state because it changes so fast. */
export async function watchLevels(
  { id, env, scope }: CallContext,
  listener: (levels: AudioLevels) => void,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  const { media } = env;
  if (!media.watchLevels) throw unmeasured();
  media.watchLevels(id, listener, { signal: AbortSignal.any([signal, scope.signal]) });
}

/** How the sound of the call travels. */
export async function statistics({ id, env }: CallContext): Promise<MediaStatistics | undefined> {
  const { media } = env;
  if (!media.statistics) throw unmeasured();
  return media.statistics(id);
}

function unmeasured(): CadranError {
  return new CadranError('media/unsupported', { detail: 'not measured' });
}
