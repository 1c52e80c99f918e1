import type { MediaPort } from '../ports/media.js';

/** What a phone asks of a page's sound. */
export type MediaVerb =
  | 'offer'
  | 'answer'
  | 'accept'
  | 'rollback'
  | 'openMicrophone'
  | 'setMuted'
  | 'setHeld'
  | 'sendDtmf'
  | 'playTone'
  | 'close';

const VERBS: ReadonlySet<string> = new Set<MediaVerb & keyof MediaPort>([
  'offer',
  'answer',
  'accept',
  'rollback',
  'openMicrophone',
  'setMuted',
  'setHeld',
  'sendDtmf',
  'playTone',
  'close',
]);

/** The verb of a question such as `media.offer`, or undefined. */
export function mediaVerb(question: string): MediaVerb | undefined {
  const [area, verb = ''] = question.split('.');
  return area === 'media' && VERBS.has(verb) ? (verb as MediaVerb) : undefined;
}
