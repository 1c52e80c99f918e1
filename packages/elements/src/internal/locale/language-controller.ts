import type { ReactiveController, ReactiveControllerHost } from 'lit';

import { en } from './en.js';
import { stringsFor, watchStrings, type Strings } from './strings.js';

/** Keeps the host in the language of its nearest `lang`, across shadow roots, whenever that changes. */
export class LanguageController implements ReactiveController {
  words: Strings = en;
  locale = 'en';
  readonly #host: HTMLElement & ReactiveControllerHost;
  #ends: (() => void)[] = [];

  constructor(host: HTMLElement & ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#ends = [
      watchStrings(() => this.#read()),
      ...rootsOf(this.#host).map((root) => watchLanguage(root, () => this.#read())),
    ];
    this.#read();
  }

  hostDisconnected(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
  }

  #read(): void {
    const { words, locale } = stringsFor(languageOf(this.#host));
    if (words === this.words && locale === this.locale) return;
    this.words = words;
    this.locale = locale;
    this.#host.requestUpdate();
  }
}

function rootsOf(element: Element): Node[] {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? [root, ...rootsOf(root.host)] : [root];
}

function languageOf(element: Element): string {
  const nearest = element.closest('[lang]')?.getAttribute('lang');
  if (nearest) return nearest;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? languageOf(root.host) : navigator.language;
}

interface LanguageWatch {
  readonly observer: MutationObserver;
  readonly listeners: Set<() => void>;
}

const watches = new WeakMap<Node, LanguageWatch>();

/** One observer a root, however many elements are in it. */
function watchLanguage(root: Node, listener: () => void): () => void {
  const watch = watches.get(root) ?? startWatch(root);
  watch.listeners.add(listener);
  return () => {
    watch.listeners.delete(listener);
    if (watch.listeners.size > 0) return;
    watch.observer.disconnect();
    watches.delete(root);
  };
}

function startWatch(root: Node): LanguageWatch {
  const listeners = new Set<() => void>();
  const observer = new MutationObserver(() => {
    for (const listener of [...listeners]) listener();
  });
  observer.observe(root, { subtree: true, attributes: true, attributeFilter: ['lang'] });
  const watch = { observer, listeners };
  watches.set(root, watch);
  return watch;
}
