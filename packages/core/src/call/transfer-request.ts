import type { TransferRequestFact } from '../ports/signaling.js';
import type { CallContext } from './call-context.js';
import { isOver, wrongState } from './call-context.js';
import type { CallEnd, CallId, TransferRequestState } from './call-state.js';
import type { DialTarget } from './target.js';

/** Milliseconds the person has: a REFER waits 32 s for its answer and no longer (RFC 3261 §17.1.2, Timer F), on every hop. */
const ASKING_TIME = 25_000;

/** After that many refusals in one call nobody is asked again: saying no must be an end to it. */
const MOST_REFUSALS = 3;

/** The far side wants us to call somebody else: the person is asked, and nothing else happens (RFC 3515 §4.1). */
export function heardTransferRequest(context: CallContext, fact: TransferRequestFact): void {
  const { env, wire, scope, apply } = context;
  const asked = askable(context, fact);
  if (typeof asked === 'number') {
    env.note('info', 'a transfer was refused unasked', asked);
    env.signaling.answerTransfer(fact.id, fact.exchange, asked);
    return;
  }
  const { displayName, replaces } = fact;
  const named = displayName === undefined ? {} : { displayName };
  wire.transferRequest = { ...fact, target: asked.uri };
  apply({
    type: 'transfer-asked',
    request: {
      kind: replaces === undefined ? 'blind' : 'attended',
      status: 'asking',
      target: context.table.verbs.cleanRemote({ ...asked, ...named, verified: false }),
      expiresAt: env.clock.now() + ASKING_TIME,
    },
  });
  const expire = (): void => {
    if (wire.transferRequest?.exchange === fact.exchange) answerNo(context, fact.exchange, 480);
  };
  scope.add(env.clock.schedule(expire, ASKING_TIME));
}

/** Agrees: an ordinary call to the target, and what it comes to is told to who asked. */
export async function acceptTransfer(context: CallContext): Promise<CallId> {
  const { id, env, table, get, wire } = context;
  const { exchange, target, replaces, referredBy } = pending(context);
  const { displayName } = get().transferRequest?.target ?? {};
  const placed = table.verbs.dial(table, {
    target,
    ...(displayName === undefined ? {} : { displayName }),
    transfer: {
      by: get().remote,
      ...(replaces === undefined ? {} : { replaces }),
      ...(referredBy === undefined ? {} : { referredBy }),
    },
  });
  delete wire.transferRequest;
  env.signaling.answerTransfer(id, exchange, 202);
  update(context, { status: 'calling', call: placed.id });
  let last = 100;
  placed.wire.report = (status) => {
    if (last >= 200 || status <= last) return;
    last = status;
    env.signaling.reportTransfer(id, exchange, status);
    if (status >= 200) settle(context, placed, status);
  };
  void placed.over.then(() => placed.wire.report?.(failureOf(placed.get().ended)));
  return placed.id;
}

export async function refuseTransfer(context: CallContext): Promise<void> {
  const { wire } = context;
  answerNo(context, pending(context).exchange, 603);
  wire.transfersRefused = (wire.transfersRefused ?? 0) + 1;
}

/** Whom we would call, as canonical as anything a person dials; or the status that refuses to ask. */
function askable(context: CallContext, { target }: TransferRequestFact): DialTarget | number {
  const { env, wire, get, table } = context;
  const { status, transferRequest } = get();
  if (env.options.followTransfers === 'never') return 603;
  if (status !== 'active' || isOver(context)) return 480;
  if (transferRequest?.status === 'asking' || transferRequest?.status === 'calling') return 491;
  if ((wire.transfersRefused ?? 0) >= MOST_REFUSALS) return 603;
  try {
    return table.verbs.parseTarget(target, env.account);
  } catch {
    return 400;
  }
}

function pending(context: CallContext): TransferRequestFact {
  const { wire, get } = context;
  if (!wire.transferRequest || isOver(context)) {
    throw wrongState(get().transferRequest?.status ?? 'no transfer asked for');
  }
  return wire.transferRequest;
}

function answerNo({ id, env, wire, apply }: CallContext, exchange: string, status: number): void {
  delete wire.transferRequest;
  env.signaling.answerTransfer(id, exchange, status);
  apply({ type: 'transfer-asked', request: undefined });
}

function settle(context: CallContext, placed: CallContext, status: number): void {
  const sip = placed.get().ended?.sip;
  if (status < 300) update(context, { status: 'completed' });
  else update(context, { status: 'failed', ...(sip ? { sip } : {}) });
}

function update({ get, apply }: CallContext, change: Partial<TransferRequestState>): void {
  const { transferRequest } = get();
  if (transferRequest)
    apply({ type: 'transfer-asked', request: { ...transferRequest, ...change } });
}

/** The status that tells why there is no call: what the target's side said, else what comes nearest to it. */
function failureOf(ended: CallEnd | undefined): number {
  const status = ended?.sip?.status ?? 0;
  if (ended?.by === 'remote' && status >= 300) return status;
  return ended?.reason === 'cancelled' ? 487 : 503;
}
