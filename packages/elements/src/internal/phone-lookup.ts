import type { Phone } from '@cadran/core';
import { ContextEvent } from '@lit/context';

import { phoneContext } from './phone-context.js';

/** A `<cadran-phone>` as the lookup sees it. */
export interface Line extends HTMLElement {
  /** The phone that elements use: the line's own, or one that says why there is none yet. */
  readonly offered: Phone | undefined;
}

/** An element that looks for its phone. */
export interface PhoneSeeker extends HTMLElement {
  /** Id of the `<cadran-phone>` to use, when none is around the element. */
  for?: string | undefined;
  /** A phone given by the page. */
  phone?: Phone | undefined;
}

interface Lines {
  readonly connected: Set<Line>;
  readonly watchers: Set<() => void>;
}

/** The lines are kept on the document, not in this module: a page may hold two copies of Cadran. */
function linesOf(document: Document & { cadranLines?: Lines }): Lines {
  return (document.cadranLines ??= { connected: new Set(), watchers: new Set() });
}

/** Makes a line known; the returned function takes it back. */
export function joinLines(line: Line): () => void {
  const { connected, watchers } = linesOf(line.ownerDocument);
  const tell = (): void => {
    for (const watcher of [...watchers]) watcher();
  };
  connected.add(line);
  tell();
  return () => {
    if (connected.delete(line)) tell();
  };
}

/** Tells every element that a line, its phone or its id has changed. */
export function announceLine({ ownerDocument }: Line): void {
  for (const watcher of [...linesOf(ownerDocument).watchers]) watcher();
}

/** Calls `watcher` whenever a lookup may have another result; the returned function ends that. */
export function watchLines(document: Document, watcher: () => void): () => void {
  const { watchers } = linesOf(document);
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** The phone of an element: of the `<cadran-phone>` around it, else by `for`, else `.phone`, else the page's only line. */
export function findPhone(seeker: PhoneSeeker): Phone | undefined {
  const around = askAround(seeker);
  if (around) return around.phone;
  const { connected } = linesOf(seeker.ownerDocument);
  if (seeker.for)
    return (named(seeker, seeker.for, connected) ?? { offered: seeker.phone }).offered;
  if (seeker.phone) return seeker.phone;
  const [only, ...others] = connected;
  return others.length === 0 ? only?.offered : undefined;
}

function askAround(seeker: PhoneSeeker): { phone: Phone | undefined } | undefined {
  let answer: { phone: Phone | undefined } | undefined;
  const request = new ContextEvent(phoneContext, seeker, (phone) => {
    answer ??= { phone };
  });
  seeker.dispatchEvent(request);
  return answer;
}

/** An id is looked for beside the element first, then in the page. */
function named(seeker: PhoneSeeker, id: string, connected: ReadonlySet<Line>): Line | undefined {
  const root = seeker.getRootNode() as Document | ShadowRoot;
  const found = [...connected].filter((line) => line.id === id);
  return found.find((line) => line.getRootNode() === root) ?? found[0];
}
