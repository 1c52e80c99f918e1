import { CadranError } from '../../kernel/errors.js';
import { readDialogRecord } from '../../ports/dialog-record.js';
import { readInviteRecord } from '../../ports/invite-record.js';
import type { EndReason, Signaling, SignalingFact } from '../../ports/signaling.js';
import { createFarSide } from './far-side.js';
import type { FarSide } from './far-side.js';
import { fakeSdp } from './fake-sdp.js';
import { createScript, scriptOf } from './script.js';
import type { FakeScript, ScriptedPort } from './script.js';

export interface FakeSignaling extends Signaling, FakeScript {
  /** Says something as the wire would. */
  emit(fact: SignalingFact): void;
  /** The same in the words of a person: somebody calls, rings, answers, hangs up. */
  readonly far: FarSide;
  /** Seconds the registrar grants. Default 600. */
  granted: number;
  /** What the far side answers to our next re-INVITEs; without it, an answer that agrees. */
  answer: string | undefined;
  /** True while somebody listens. */
  readonly listening: boolean;
}

export interface FakeSignalingOptions {
  /** Connects as soon as it is asked to. Default true. */
  readonly connects?: boolean;
  /** Confirms `end` and `reject` with an `ended` fact. Default true. */
  readonly confirms?: boolean;
}

const SERVER = 'ws://pbx.test/ws';

/**
 * A wire whose far end is the test: it notes what the phone asks, says yes unless the script says otherwise, and hears
 * from the test what happens there. Use an exchange (`createFakeExchange`) where two phones shall speak with each other.
 */
export function createFakeSignaling(options: FakeSignalingOptions = {}): FakeSignaling {
  const { connects = true } = options;
  const script = createScript();
  let listener: ((fact: SignalingFact) => void) | undefined;
  let wanted = false;
  const calls = callCommands(script, options, (fact) => listener?.(fact));
  const { emit, soon } = calls;

  const fake: FakeSignaling = {
    ...scriptOf(script),
    ...calls.commands,
    ...sessionCommands(script),
    emit,
    far: createFarSide(emit),
    granted: 600,
    answer: undefined,
    get listening() {
      return listener !== undefined;
    },
    listen(heard) {
      listener = heard;
    },
    connect() {
      script.note('connect', []);
      if (!connects || wanted) return;
      wanted = true;
      soon({ type: 'connection', connection: { status: 'connecting', server: SERVER } });
      soon({ type: 'connection', connection: { status: 'connected', server: SERVER } });
    },
    disconnect: () =>
      script.perform('disconnect', [], () => {
        wanted = false;
        emit({ type: 'connection', connection: { status: 'offline' } });
      }),
    register: (request) => script.perform('register', [request], () => ({ expires: fake.granted })),
    unregister: () => script.perform('unregister', [], () => undefined),
    reinvite: (id, sdp) =>
      script.perform('reinvite', [id, sdp], () => ({ sdp: fake.answer ?? agree(sdp) })),
    dispose: () =>
      script.perform('dispose', [], () => {
        listener = undefined;
      }),
  };
  return fake;
}

/** Calls begin and end here; whether a call was answered decides how its end is called. */
function callCommands(
  script: ScriptedPort,
  { confirms = true }: FakeSignalingOptions,
  say: (fact: SignalingFact) => void,
) {
  const accepted = new Set<string>();

  function emit(fact: SignalingFact): void {
    if (fact.type === 'accepted') accepted.add(fact.id);
    say(fact);
  }

  function soon(fact: SignalingFact): void {
    queueMicrotask(() => emit(fact));
  }

  const commands = {
    invite(id, request) {
      script.note('invite', [id, request]);
      soon({ type: 'trying', id });
    },
    ring: (id) => script.note('ring', [id]),
    accept: (id, sdp) =>
      script.perform('accept', [id, sdp], () => {
        accepted.add(id);
        return {};
      }),
    resume(id, record) {
      const rings = 'request' in record;
      script.note('resume', [id, rings ? readInviteRecord(record) : readDialogRecord(record)]);
      if (!rings) accepted.add(id);
    },
    reject(id, status) {
      script.note('reject', [id, status]);
      if (confirms)
        soon({ type: 'ended', id, by: 'local', reason: refusal(status), sip: { status } });
    },
    end(id, cause) {
      script.note('end', cause === undefined ? [id] : [id, cause]);
      const reason = accepted.delete(id) ? 'hangup' : 'cancelled';
      if (confirms) soon({ type: 'ended', id, by: 'local', reason });
    },
  } satisfies Partial<Signaling>;
  return { emit, soon, commands };
}

function sessionCommands(script: ScriptedPort) {
  return {
    answerTransfer: (id, exchange, status) => script.note('answerTransfer', [id, exchange, status]),
    reportTransfer: (id, exchange, status) => script.note('reportTransfer', [id, exchange, status]),
    answerOffer: (id, exchange, sdp) => script.note('answerOffer', [id, exchange, sdp]),
    info: (id, type, body) => script.perform('info', [id, type, body], () => undefined),
    refer: (id, target, how) =>
      script.perform('refer', how ? [id, target, how] : [id, target], () => undefined),
  } satisfies Partial<Signaling>;
}

function refusal(status: number): EndReason {
  if (status === 486) return 'busy';
  return status === 480 ? 'no-answer' : 'declined';
}

/** What a far side that wants nothing else answers (RFC 3264 §6.1). */
function agree(offer: string): string {
  if (!/^m=audio /m.test(offer))
    throw new CadranError('signaling/rejected', { sip: { status: 488 } });
  const direction = /^a=sendonly/m.test(offer)
    ? 'recvonly'
    : /^a=inactive/m.test(offer)
      ? 'inactive'
      : 'sendrecv';
  return fakeSdp({ owner: 'far side', version: 2, direction });
}
