import { en, type Strings } from './en.js';
import { fr } from './fr.js';

export type { Strings };

const languages = new Map<string, Strings>([
  ['en', en],
  ['fr', fr],
]);
const listeners = new Set<() => void>();

/**
 * Replaces what the elements say in a language, at once and on the whole page. What is not given stays; a language
 * that Cadran does not speak starts from English.
 */
export function setStrings(language: string, strings: Partial<Strings>): void {
  const key = language.toLowerCase();
  languages.set(key, { ...stringsFor(key).words, ...strings });
  for (const listener of [...listeners]) listener();
}

/** Calls `listener` after `setStrings`; the returned function ends that. */
export function watchStrings(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The strings for a language tag, and the tag to format numbers and times with: `fr-CA` takes `fr`, an unknown one English. */
export function stringsFor(tag: string): { words: Strings; locale: string } {
  for (let key = tag.toLowerCase(); key; key = key.slice(0, Math.max(0, key.lastIndexOf('-')))) {
    const words = languages.get(key);
    if (words) return { words, locale: isKnownToIntl(tag) ? tag : key };
  }
  return { words: languages.get('en') ?? en, locale: 'en' };
}

function isKnownToIntl(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}
