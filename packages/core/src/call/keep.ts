import { CadranError } from '../kernel/errors.js';
import type { CallContext, PageFact, SoundMoves } from './call-context.js';
import { isOver } from './call-context.js';
import { failCall } from './end.js';
import { renegotiate } from './renegotiate.js';

/** Milliseconds between tries to bring sound back, and how many are made. */
const RETRY_TIME = 2_000;
const MOST_TRIES = 5;

/**
 * The sound of a call moves between pages, or loses its page. The far side is told nothing but where to send sound
 * from now on: the dialog never broke.
 */
function heardPage(context: CallContext, fact: PageFact): void {
  if (fact.type === 'page-gone') lost(context);
  else found(context, fact);
}

function lost(context: CallContext): void {
  const { env, wire, scope } = context;
  wire.needsSound = true;
  wire.cancelRepair?.();
  wire.cancelKeeping?.();
  keep(context, 'page');
  const waiting = scope.child();
  wire.cancelKeeping = () => waiting.end();
  waiting.add(() => delete wire.cancelKeeping);
  const giveUp = (): void => failCall(context, new CadranError('media/no-page'));
  waiting.add(env.clock.schedule(giveUp, env.options.keepTime));
}

function found(context: CallContext, fact: Extract<PageFact, { type: 'page' }>): void {
  const { wire, get } = context;
  const before = get().page;
  if (before !== undefined && before !== fact.page) wire.needsSound = true;
  context.apply(fact);
  wire.cancelKeeping?.();
  if (!wire.needsSound) return;
  keep(context, 'sound');
  bringBack(context);
}

function keep({ env, apply }: CallContext, waitsFor: 'page' | 'sound'): void {
  apply({ type: 'kept', waitsFor, until: env.clock.now() + env.options.keepTime });
}

/** `takeSound` for whoever cannot wait; a call whose sound cannot be brought back ends. */
function bringBack(context: CallContext): void {
  takeSound(context).catch((error: unknown) => failCall(context, error));
}

/**
 * Gives a call whose sound was lost a new peer connection by one re-INVITE, and brings mute and hold along. A call that
 * is not up yet does so once it is. Without a connection to the server it waits for that; `repair` calls again.
 */
async function takeSound(context: CallContext): Promise<void> {
  for (let tries = 1; isWanted(context); tries += 1) {
    try {
      await context.commands.run(() => take(context));
      return;
    } catch (error) {
      if (!isWanted(context)) return;
      if (tries === MOST_TRIES) throw error;
      context.env.note('info', 'sound is not back yet', error);
      await pause(context);
    }
  }
}

async function take(context: CallContext): Promise<void> {
  const { wire, get, apply } = context;
  if (!isWanted(context)) return;
  const { page, hold } = get();
  await renegotiate(context, { heldByUs: hold !== 'active', fresh: true });
  // Lost again, or moved, while the far side answered: what was agreed is of no use.
  if (get().page !== page || get().kept?.waitsFor === 'page') return;
  delete wire.needsSound;
  apply({ type: 'no-longer-kept' });
}

function isWanted(context: CallContext): boolean {
  const { wire, get, env } = context;
  const { status, kept } = get();
  const isUp = status === 'active' && !isOver(context);
  return isUp && wire.needsSound === true && kept?.waitsFor !== 'page' && env.online();
}

function pause({ env, scope }: CallContext): Promise<void> {
  return new Promise((resolve) => {
    const waiting = scope.child();
    waiting.add(resolve);
    waiting.add(env.clock.schedule(() => waiting.end(), RETRY_TIME));
  });
}

/** For a phone that several pages share. */
export const soundMoves: SoundMoves = { heardPage, takeSound, bringBack };
