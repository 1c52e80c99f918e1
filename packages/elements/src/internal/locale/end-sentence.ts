import type { CallState } from '@cadran/core';

import type { Strings } from './strings.js';

/** How a call ended, as one tells it to the person it happened to. Undefined while it lasts. */
export function endSentence(call: CallState, words: Strings): string | undefined {
  const { ended, direction, activeAt } = call;
  if (!ended) return undefined;
  // A code says what failed in a call that could go on; of one whose far side is out of reach that is no news.
  if (ended.code && ended.reason !== 'connection-lost') return words[ended.code];
  const isUnanswered = ended.reason === 'cancelled' || ended.reason === 'no-answer';
  const isMissed = direction === 'incoming' && activeAt === undefined && ended.by !== 'local';
  if (isUnanswered && isMissed) return words.missedCall;
  if (ended.reason === 'declined' && ended.by === 'local') return words.callDeclined;
  return words[`ended/${ended.reason}`];
}
