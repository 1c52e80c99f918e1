import { CadranError } from '../kernel/errors.js';
import type { MediaFact } from '../ports/media.js';
import type { SignalingFact } from '../ports/signaling.js';
import { answer } from './answer.js';
import type {
  CallContext,
  CallEnvironment,
  CallTable,
  DialRequest,
  ResumeCalls,
  SharedVerbs,
} from './call-context.js';
import { wrongState } from './call-context.js';
import type { CallHandle } from './call-handle.js';
import type { CallId } from './call-state.js';
import { createCallTable } from './call-table.js';
import { dial } from './dial.js';
import { decline, endCall, failCall, hangup, heardEnd } from './end.js';
import { heardMedia, refreshCalls } from './heard-media.js';
import { heardIncoming } from './incoming.js';
import { heardTransfer, heardTransferRequest, withInCall } from './in-call.js';
import { statistics, watchLevels } from './measure.js';
import { openMicrophoneMeanwhile, retryMicrophones } from './microphone.js';
import { setMuted } from './mute.js';
import { holdOthers, keepOneActive } from './one-active.js';
import { heardOffer, heardOfferAnswered } from './offers.js';
import { keptCalls } from './keep-calls.js';
import type { KeptCall } from './kept-call.js';
import { heardAccepted, heardProgress } from './progress.js';
import { cleanRemote } from './remote-party.js';
import { endOfResumed } from './resuming.js';
import { isRingingHere } from './select.js';
import { parseTarget } from './target.js';
import type { TransferRequestsHandle } from './transfer-requests-handle.js';

/** All calls of a phone: commands in, facts in; state goes out through the environment's book. */
export interface Calls {
  dial(request: DialRequest): CallId;
  handle(id: CallId): CallHandle;
  readonly transferRequests: TransferRequestsHandle;
  heard(fact: SignalingFact): void;
  heardMedia(fact: MediaFact): void;
  /** Another microphone is there or was chosen. */
  retryMicrophones(): void;
  /** Tells the far sides where we are after the connection was lost. */
  refresh(): void;
  /** Goes on with calls of another engine; before the first connection. */
  resume(kept: readonly KeptCall[], resumeCalls: ResumeCalls): void;
  /** The calls another engine could go on with, as they are now. */
  kept(): readonly KeptCall[];
  /** Hangs up on everybody; resolves when every call has ended. */
  hangupAll(): Promise<void>;
}

export function createCalls(env: CallEnvironment): Calls {
  const table = createCallTable(env, shared);
  return {
    dial: (request) => dial(table, request).id,
    handle: (id) => createHandle(table, id),
    transferRequests: {
      async accept(id) {
        const context = contextOf(table, id);
        return withInCall(context, 'call/transfer-failed', (it) => it.acceptTransfer(context));
      },
      async refuse(id) {
        const context = contextOf(table, id);
        return withInCall(context, 'call/transfer-failed', (it) => it.refuseTransfer(context));
      },
    },
    heard: (fact) => heard(table, fact),
    heardMedia: (fact) => heardMedia(table, fact),
    retryMicrophones: () => retryMicrophones(table),
    refresh: () => refreshCalls(table),
    resume: (kept, resumeCalls) => resumeCalls(table, kept),
    kept: () => keptCalls(table, env.clock),
    async hangupAll() {
      await Promise.all(table.live().map(hangup));
    },
  };
}

/** The members of a handle as functions of the call. */
type Verbs = {
  readonly [Verb in Exclude<keyof CallHandle, 'id'>]: (
    context: CallContext,
    ...given: Parameters<CallHandle[Verb]>
  ) => ReturnType<CallHandle[Verb]>;
};

const shared: SharedVerbs = {
  ...{ answer, cleanRemote, dial, endCall, failCall, hangup },
  ...{ holdOthers, keepOneActive, openMicrophoneMeanwhile, parseTarget },
};

const verbs: Verbs = {
  answer: (context) => answer(context),
  decline,
  silence,
  hangup,
  hold: (context) => withInCall(context, 'call/hold-failed', (it) => it.hold(context)),
  resume: (context) => withInCall(context, 'call/resume-failed', (it) => it.resume(context)),
  // A phone with one home for its sound has it there; the link between pages does the rest.
  takeHere: async () => undefined,
  mute: (context) => setMuted(context, true),
  unmute: (context) => setMuted(context, false),
  sendDtmf: (context, ...how) =>
    withInCall(context, 'call/dtmf-failed', (it) => it.sendDtmf(context, ...how)),
  transfer: (context, target) =>
    withInCall(context, 'call/transfer-failed', (it) => it.transfer(context, target)),
  consult: (context, target) =>
    withInCall(context, 'call/transfer-failed', (it) => it.consult(context, target)),
  completeTransfer: (context) =>
    withInCall(context, 'call/transfer-failed', (it) => it.completeTransfer(context)),
  cancelTransfer: (context) =>
    withInCall(context, 'call/transfer-failed', (it) => it.cancelTransfer(context)),
  watchLevels,
  statistics,
  dismiss,
};

function createHandle(table: CallTable, id: CallId): CallHandle {
  const bound = Object.entries(verbs).map(([name, verb]) => [
    name,
    async (...given: never[]): Promise<unknown> => {
      const context = contextOf(table, id);
      return (verb as (context: CallContext, ...given: never[]) => unknown)(context, ...given);
    },
  ]);
  return { id, ...Object.fromEntries(bound) } as CallHandle;
}

function contextOf(table: CallTable, id: CallId): CallContext {
  if (table.env.scope.signal.aborted) throw new CadranError('phone/disposed');
  const context = table.find(id);
  if (!context) throw new CadranError('call/not-found');
  return context;
}

/** Whoever rings need not be heard; that they ring is still seen. */
async function silence({ apply, get }: CallContext): Promise<void> {
  if (isRingingHere(get())) apply({ type: 'silenced' });
}

async function dismiss({ get, table, id }: CallContext): Promise<void> {
  if (get().status !== 'ended') throw wrongState(get().status);
  table.remove(id);
}

/** What a fact does beyond what the reducer makes of it. */
const hearing: {
  readonly [Type in SignalingFact['type']]?: (
    context: CallContext,
    fact: Extract<SignalingFact, { type: Type }>,
  ) => void;
} = {
  progress: heardProgress,
  accepted: heardAccepted,
  offer: heardOffer,
  'offer-answered': heardOfferAnswered,
  transfer: heardTransfer,
  'transfer-request': heardTransferRequest,
  dialog({ wire }, { dialog }) {
    wire.dialog = dialog;
  },
  ended(context, fact) {
    const end = endOfResumed(context, fact);
    if (end) heardEnd(context, end);
  },
};

/** Facts of calls that are gone, or were never let in, are nobody's. */
function heard(table: CallTable, fact: SignalingFact): void {
  if (fact.type === 'connection') return;
  if (fact.type === 'flooded') {
    table.env.warnings[fact.flooded ? 'raise' : 'clear']('signaling/flooded');
    return;
  }
  if (fact.type === 'incoming') {
    heardIncoming(table, fact);
    return;
  }
  const context = table.find(fact.id);
  if (!context) return;
  const hear = hearing[fact.type] as
    ((context: CallContext, fact: SignalingFact) => void) | undefined;
  if (hear) hear(context, fact);
  else context.apply(fact);
}
