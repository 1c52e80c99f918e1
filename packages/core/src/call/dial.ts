import { CadranError } from '../kernel/errors.js';
import { randomName } from '../kernel/random.js';
import type { CallContext, CallTable, DialRequest } from './call-context.js';
import { isOver } from './call-context.js';
import { failCall } from './end.js';
import { holdOthers } from './one-active.js';
import { describeWithMicrophone } from './microphone.js';
import { cleanRemote } from './remote-party.js';
import { liveCalls } from './select.js';
import { parseTarget } from './target.js';

/**
 * Makes an outgoing call and sends it on its way. Throws `call/invalid-target`, `call/limit-reached` or
 * `connection/offline`; what goes wrong later is in the call's `ended`.
 */
export function dial(table: CallTable, request: DialRequest): CallContext {
  const { env } = table;
  const { uri, number } = parseTarget(request.target, env.account);
  if (!env.online() && !env.connecting())
    throw new CadranError('connection/offline', { retryable: true });
  const { displayName, consultationFor, transfer } = request;
  // Who is transferred leaves a call for this one.
  const most = env.options.maxCalls + (transfer ? 1 : 0);
  if (liveCalls(env.book.get()).length >= most) throw new CadranError('call/limit-reached');
  const named = displayName === undefined ? {} : { displayName };
  const context = table.open({
    id: randomName(env.random, 'call'),
    direction: 'outgoing',
    status: 'trying',
    hold: 'active',
    remoteHold: false,
    muted: false,
    mutedBySystem: false,
    media: 'none',
    remote: cleanRemote({ uri, verified: false, ...(number ? { number } : {}), ...named }),
    startedAt: env.clock.now(),
    ...(consultationFor === undefined ? {} : { consultationFor }),
    ...(transfer ? { transferredBy: transfer.by } : {}),
  });
  context.wire.target = uri;
  table.focus = context.id;
  place(context, uri, transfer).catch((error: unknown) => failCall(context, error));
  return context;
}

/** Offer and microphone start together; other calls are on hold before anybody's telephone rings. */
async function place(
  context: CallContext,
  target: string,
  transfer: DialRequest['transfer'],
): Promise<void> {
  const { id, env, exchanges } = context;
  const ready = Promise.all([env.connected(context.scope.signal), holdOthers(context)]);
  ready.catch(() => undefined);
  await exchanges.run(async () => {
    const sdp = await describeWithMicrophone(context, () =>
      env.media.offer(id, { direction: 'sendrecv' }),
    );
    await ready;
    if (isOver(context)) return;
    context.wire.announced = true;
    const { by: _, ...referral } = transfer ?? {};
    env.signaling.invite(id, { target, sdp, ...referral });
  });
}
