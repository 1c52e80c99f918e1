import type { CallHandle } from '../call/call-handle.js';
import { isRecord, isText } from './plain-data.js';

/** Verbs of a call that any page may ask for: all but those that measure, which is done where the sound is. */
type CallVerb = Exclude<keyof CallHandle, 'id' | 'watchLevels' | 'statistics' | 'takeHere'>;

type Check = (given: unknown) => boolean;

const LONGEST_TARGET = 512;
const LONGEST_DIGITS = 128;

const isTarget: Check = (given) => isText(given, LONGEST_TARGET);
const isDigits: Check = (given) => isText(given, LONGEST_DIGITS);
const isOptions: Check = (given) => given === undefined || isRecord(given);

/** What each verb takes. What is in the options the verbs check themselves. */
const CALL_VERBS: Readonly<Record<CallVerb, readonly Check[]>> = {
  answer: [],
  decline: [isOptions],
  silence: [],
  hangup: [],
  hold: [],
  resume: [],
  mute: [],
  unmute: [],
  sendDtmf: [isDigits, isOptions],
  transfer: [isTarget],
  consult: [isTarget],
  completeTransfer: [],
  cancelTransfer: [],
  dismiss: [],
};

export const callVerbs = Object.keys(CALL_VERBS) as readonly CallVerb[];

/** True when `given` is what the verb takes, and the verb is one. */
export function isCallVerb(verb: string, given: readonly unknown[]): verb is CallVerb {
  if (!Object.hasOwn(CALL_VERBS, verb)) return false;
  const checks = CALL_VERBS[verb as CallVerb];
  return given.length <= checks.length && checks.every((check, index) => check(given[index]));
}

export function areDialArguments(given: readonly unknown[]): given is [string, object?] {
  return given.length <= 2 && isTarget(given[0]) && isOptions(given[1]);
}
