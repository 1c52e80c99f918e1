import * as keeping from '../keeping-part.js';
import { loadedPart } from '../kernel/lazy-part.js';
import type { PhoneParts } from '../later.js';
import * as inCall from '../in-call-part.js';

/** Every part is there from the start: a test waits for nothing but what it tests. */
export const loadedParts = (): PhoneParts => ({
  keeping: loadedPart(keeping),
  inCall: loadedPart(inCall),
});
