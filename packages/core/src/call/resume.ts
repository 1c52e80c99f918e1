import { wait } from '../kernel/clock.js';
import { createDeferred } from '../kernel/deferred.js';
import { CadranError } from '../kernel/errors.js';
import type { DialogRecord, InviteRecord } from '../ports/signaling.js';
import type { CallContext, CallTable } from './call-context.js';
import { isOver, requireLive } from './call-context.js';
import { followConsultation } from './consultation.js';
import { readKeptCall } from './kept-call.js';
import type { KeptCall } from './kept-call.js';

/** Milliseconds in which the server must be back: a far side that hears nothing for longer has hung up. */
const RESUME_TIME = 60_000;
const RETRY_TIME = 1_000;
const MOST_CALLS = 32;

/**
 * Goes on with calls that another engine had. Each stands in the state at once as it was, its sound interrupted, and gets
 * new sound as soon as the server knows us again. What cannot be read is left out.
 */
export function resumeCalls(table: CallTable, kept: readonly KeptCall[]): void {
  const { env } = table;
  for (const each of kept.slice(0, MOST_CALLS)) {
    try {
      begin(table, readKeptCall(each));
    } catch (error) {
      env.note('warn', 'a kept call could not be resumed', error);
    }
  }
  for (const context of table.live()) relate(context);
}

function begin(table: CallTable, { call: read, dialog, invite }: KeptCall): void {
  const { signaling } = table.env;
  const call = { ...read, remote: table.verbs.cleanRemote(read.remote) };
  const record = invite ?? dialog;
  if (!signaling.resume || !record || table.find(call.id)) {
    throw new CadranError('signaling/wrong-state', { detail: 'no call can be resumed' });
  }
  signaling.resume(call.id, record);
  const context = table.open(call);
  if (invite) waitForArrival(context, invite);
  else if (dialog) goOn(context, dialog);
}

function goOn(context: CallContext, dialog: DialogRecord): void {
  const { id, env, table, wire, get } = context;
  Object.assign(wire, { announced: true, hadSound: true, dialog, resuming: 'dialog' });
  if (get().hold === 'active') table.focus = id;
  void env.media.prepare();
  restore(context, dialog).catch((error: unknown) => {
    env.note('warn', 'a call could not be resumed', error);
    table.verbs.failCall(context, error);
  });
}

/** Who answers already waits until the call has come in here. */
function waitForArrival({ wire, scope, exchanges }: CallContext, invite: InviteRecord): void {
  const arrived = createDeferred<undefined>();
  Object.assign(wire, { announced: true, invite, arrived: () => arrived.resolve(undefined) });
  scope.add(() => arrived.resolve(undefined));
  void exchanges.run(() => arrived.promise);
}

/** Half of a consultation without the other is an ordinary call. */
function relate(context: CallContext): void {
  const { table, get, apply } = context;
  const { transfer, consultationFor } = get();
  if (consultationFor !== undefined && !table.find(consultationFor)) {
    apply({ type: 'consultation-over' });
  }
  if (transfer?.consultation === undefined) return;
  const consultation = table.find(transfer.consultation);
  if (consultation) followConsultation(context, consultation);
  else apply({ type: 'transferring', transfer: undefined });
}

/** Commands of people wait until the call has sound again; hanging up does not. */
function restore(context: CallContext, dialog: DialogRecord): Promise<void> {
  const { env, wire, scope, table } = context;
  const limit = scope.child();
  const giveUp = (): void => table.verbs.failCall(context, new CadranError('connection/lost'));
  limit.add(env.clock.schedule(giveUp, RESUME_TIME));
  return context.commands.run(async () => {
    try {
      await reconnect(context);
      delete wire.resuming;
    } catch (error) {
      if (isOver(context)) return;
      if (error instanceof CadranError && error.code.startsWith('media/')) throw error;
      env.note('info', 'the dialog is lost and a new one takes its place', error);
      await replace(context, dialog);
    } finally {
      limit.end();
    }
  });
}

/** One re-INVITE that succeeds; a connection that breaks meanwhile is waited for. */
async function reconnect(context: CallContext): Promise<void> {
  const { env, scope } = context;
  for (;;) {
    await env.reachable(scope.signal);
    requireLive(context);
    try {
      await renewSound(context);
      return;
    } catch (error) {
      const mayPass = error instanceof CadranError && /^connection\/|no-page$/.test(error.code);
      if (!mayPass || isOver(context)) throw error;
      await wait(env.clock, RETRY_TIME, scope.signal);
    }
  }
}

/** Gives the call a new peer connection, with microphone, mute and hold as the state says. */
async function renewSound(context: CallContext): Promise<void> {
  const { hold } = context.get();
  const inCall = await context.env.inCall.load();
  await inCall.renegotiate(context, { heldByUs: hold !== 'active', fresh: true });
  if (hold === 'holding') context.apply({ type: 'hold', hold: 'held' });
}

/** The far side may still be there though the dialog is not: a new call takes its place (RFC 3891), under the same id. */
async function replace(context: CallContext, dialog: DialogRecord): Promise<void> {
  const { id, env, get, wire, exchanges } = context;
  await exchanges.run(async () => {
    requireLive(context);
    const heldByUs = get().hold !== 'active';
    const inCall = await env.inCall.load();
    const sdp = await inCall.makeOffer(context, { heldByUs, fresh: true });
    requireLive(context);
    wire.resuming = 'replacement';
    wire.announced = true;
    env.signaling.invite(id, { target: dialog.remoteTarget, sdp, inPlaceOf: dialog });
  });
}
