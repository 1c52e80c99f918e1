import type { ReactiveController, ReactiveControllerHost } from 'lit';

import { iconPhone } from '../internal/icons.js';

/** What a hidden tab shows of a call. */
export interface Signal {
  /** Names the call, so that two elements show one notification. */
  readonly id: string;
  readonly title: string;
  readonly detail: string;
}

/** A telephone on green, as the tab's icon. Drawn here: nothing is fetched. */
const badge =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><circle cx='16' cy='16' r='16' fill='%23147a3d'/>" +
  `<path transform='translate(6 6) scale(.83)' fill='%23fff' d='${iconPhone}'/></svg>`;

/** While the page cannot be seen, the tab says it: by its title, its icon and, where that was allowed before, a notification. */
export class PageSignal implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #signal: () => Signal | undefined;
  readonly #onOpen: () => void;
  #end: (() => void) | undefined;
  #shown = '';

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    { signal, onOpen }: { signal: () => Signal | undefined; onOpen: () => void },
  ) {
    this.#host = host;
    this.#signal = signal;
    this.#onOpen = onOpen;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.ownerDocument.addEventListener('visibilitychange', this.#refresh);
  }

  hostUpdated(): void {
    this.#refresh();
  }

  hostDisconnected(): void {
    this.#host.ownerDocument.removeEventListener('visibilitychange', this.#refresh);
    this.#show(undefined);
  }

  readonly #refresh = (): void => {
    const isHidden = this.#host.ownerDocument.visibilityState === 'hidden';
    this.#show(isHidden && this.#host.isConnected ? this.#signal() : undefined);
  };

  #show(signal: Signal | undefined): void {
    const shown = signal ? `${signal.id} ${signal.title}` : '';
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#end?.();
    if (!signal) {
      this.#end = undefined;
      return;
    }
    const document = this.#host.ownerDocument;
    const ends = [
      signalByTitle(document, signal.title),
      signalByIcon(document),
      signalByNotification(signal, this.#onOpen),
    ];
    this.#end = () => {
      for (const end of ends) end();
    };
  }
}

/** A title that the page changed meanwhile is left as it is. */
function signalByTitle(document: Document, title: string): () => void {
  const before = document.title;
  document.title = title;
  return () => {
    if (document.title === title) document.title = before;
  };
}

/** A policy without `img-src data:` refuses the badge. It is told of one only, not of every call. */
const refusals = new WeakSet<Document>();

function watchRefusal(document: Document): () => void {
  const listener = ({ blockedURI, effectiveDirective }: SecurityPolicyViolationEvent): void => {
    if (blockedURI === 'data' && effectiveDirective === 'img-src') refusals.add(document);
  };
  document.addEventListener('securitypolicyviolation', listener);
  return () => document.removeEventListener('securitypolicyviolation', listener);
}

function signalByIcon(document: Document): () => void {
  if (refusals.has(document)) return () => undefined;
  const stopWatching = watchRefusal(document);
  const link = document.createElement('link');
  link.rel = 'icon';
  link.type = 'image/svg+xml';
  link.href = badge;
  document.head.append(link);
  return () => {
    stopWatching();
    link.remove();
  };
}

function signalByNotification({ id, title, detail }: Signal, onOpen: () => void): () => void {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') {
    return () => undefined;
  }
  try {
    const notification = new Notification(title, {
      body: detail,
      tag: `cadran-${id}`,
      silent: true,
    });
    notification.onclick = () => {
      window.focus();
      onOpen();
    };
    return () => notification.close();
  } catch {
    // Where only a service worker may notify, as on Android, title and icon have to do.
    return () => undefined;
  }
}
