import { wait } from '../kernel/clock.js';
import { CadranError } from '../kernel/errors.js';
import type { CallContext } from './call-context.js';
import { commandFailed, isOver, wrongState } from './call-context.js';
import type { DtmfOptions } from './call-handle.js';

/** Digits, and `,` for a pause. More than any menu asks for is somebody's mistake. */
const DIGITS = /^[0-9*#A-D,]{1,128}$/;
const PAUSE = 2_000;

/** Sends digits one after the other, by RFC 4733 in the sound or by SIP INFO beside it. */
export async function sendDtmf(
  context: CallContext,
  digits: string,
  options: DtmfOptions = {},
): Promise<void> {
  const { env, id } = context;
  const timing = {
    duration: inRange('duration', options.duration ?? 100, 40),
    gap: inRange('gap', options.gap ?? 70, 30),
  };
  const keys = digits.toUpperCase();
  if (!DIGITS.test(keys)) throw new CadranError('call/invalid-digits');
  requireSound(context);
  if (keys.length === 1 && keys !== ',' && env.options.tones) {
    env.media
      .playTone(`key-${keys}`)
      .catch((error: unknown) => env.note('debug', 'no key tone', error));
  }
  const by = options.by ?? env.options.dtmf;
  await context.digits.run(async () => {
    try {
      if (by === 'info') await sendByInfo(context, keys, timing);
      else await env.media.sendDtmf(id, keys, timing);
    } catch (error) {
      throw commandFailed('call/dtmf-failed', error);
    }
  });
}

/** The format every server knows for digits in INFO: application/dtmf-relay. */
async function sendByInfo(
  { id, env, scope }: CallContext,
  keys: string,
  { duration, gap }: { duration: number; gap: number },
): Promise<void> {
  for (const key of keys) {
    if (key === ',') {
      await wait(env.clock, PAUSE, scope.signal);
      continue;
    }
    const body = `Signal=${key}\r\nDuration=${duration}\r\n`;
    await env.signaling.info(id, 'application/dtmf-relay', body);
    if (keys.length > 1) await wait(env.clock, duration + gap, scope.signal);
  }
}

/** Menus also listen before they answer, so early sound is enough. */
function requireSound(context: CallContext): void {
  const { status, hold } = context.get();
  const heard = status === 'early' || (status === 'active' && hold === 'active');
  if (!heard || isOver(context)) throw wrongState(hold === 'active' ? status : hold);
}

function inRange(name: string, value: number, least: number): number {
  if (Number.isFinite(value) && value >= least && value <= 6_000) return value;
  throw new TypeError(`The ${name} of a tone is ${least} to 6000 milliseconds.`);
}
