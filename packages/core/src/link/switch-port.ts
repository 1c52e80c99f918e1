import type { LinkPort } from './link-port.js';

/** A port whose far end can be replaced: what is posted before there is one waits for it. */
export interface SwitchPort extends LinkPort {
  /** Makes `port` the far end; `opening` is the first message it gets. The one before is let go. */
  plug(port: LinkPort, opening: unknown): void;
  /** Lets the far end go; what is posted now waits for the next one. */
  unplug(): void;
}

type Hearing = (event: { readonly data: unknown }) => void;

export function createSwitchPort(): SwitchPort {
  const hearings = new Set<Hearing>();
  let waiting: unknown[] = [];
  let plugged: { readonly port: LinkPort; readonly end: AbortController } | undefined;

  function unplug(): void {
    plugged?.end.abort();
    plugged?.port.close();
    plugged = undefined;
  }

  return {
    postMessage(message) {
      if (plugged) plugged.port.postMessage(message);
      else waiting.push(message);
    },
    addEventListener(_type, listener, { signal } = {}) {
      hearings.add(listener);
      signal?.addEventListener('abort', () => hearings.delete(listener), { once: true });
    },
    plug(port, opening) {
      unplug();
      const end = new AbortController();
      plugged = { port, end };
      port.addEventListener(
        'message',
        ({ data }) => {
          for (const hearing of [...hearings]) hearing({ data });
        },
        { signal: end.signal },
      );
      port.start?.();
      port.postMessage(opening);
      for (const message of waiting) port.postMessage(message);
      waiting = [];
    },
    unplug,
    close() {
      unplug();
      waiting = [];
      hearings.clear();
    },
  };
}
