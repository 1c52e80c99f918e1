import { CadranError } from '../kernel/errors.js';
import type { LinkPort } from './link-port.js';
import { trustedUrl } from './trusted-url.js';

/** A SharedWorker, as far as it matters here: declared so that the core needs no DOM types. */
interface SharedWorkerLike {
  readonly port: LinkPort;
  addEventListener(type: 'error', listener: () => void, options: { signal: AbortSignal }): void;
}

type SharedWorkerConstructor = new (
  url: string,
  options: { readonly type: 'module'; readonly name: string; readonly extendedLifetime: boolean },
) => SharedWorkerLike;

export interface WorkerDoor {
  readonly url: string | undefined;
  /** One worker for each name. */
  readonly name: string;
  readonly signal: AbortSignal;
  /** Hears that the worker's file was not found, or may not be run. */
  readonly onFailure: (error: CadranError) => void;
}

/**
 * The port of the worker that holds the phone; the first page starts it. Throws `link/worker-failed` where there can be
 * none. The browser keeps it for some seconds after its last page where it knows how (`extendedLifetime`).
 */
export function openWorker({ url, name, signal, onFailure }: WorkerDoor): LinkPort {
  const { SharedWorker } = globalThis as { SharedWorker?: SharedWorkerConstructor };
  if (!SharedWorker || url === undefined) {
    throw failed(url === undefined ? 'no worker-url' : 'no SharedWorker here');
  }
  try {
    const worker = new SharedWorker(trustedUrl(new URL(url, location.href).href), {
      type: 'module',
      name,
      extendedLifetime: true,
    });
    worker.addEventListener('error', () => onFailure(failed('its file did not load')), { signal });
    return worker.port;
  } catch (cause) {
    throw failed('the browser refused it', cause);
  }
}

function failed(detail: string, cause?: unknown): CadranError {
  return new CadranError('link/worker-failed', { detail, cause });
}
