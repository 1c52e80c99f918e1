import assert from 'node:assert/strict';
import type { Signaling, SignalingFact } from '../../packages/core/src/ports/signaling.js';

type FactOf<Type extends SignalingFact['type']> = Extract<SignalingFact, { type: Type }>;

/** Milliseconds a test waits for something that must come. */
const patience = 5_000;

/** A description that is plausible; signalling takes it as it is. */
export function description(name: string, direction = 'sendrecv'): string {
  return [
    'v=0',
    `o=${name} 1 1 IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 0.0.0.0',
    `a=${direction}`,
    '',
  ].join('\r\n');
}

/** One end of a test: a signalling adapter and all that it ever said. */
export class Line {
  readonly facts: SignalingFact[] = [];
  readonly signaling: Signaling;
  /** Called with each fact, after it was noted. */
  onFact: (fact: SignalingFact) => void = () => undefined;
  private readonly taken = new Set<SignalingFact>();
  private readonly watchers = new Set<() => void>();

  constructor(signaling: Signaling) {
    this.signaling = signaling;
    signaling.listen((fact) => {
      this.facts.push(fact);
      this.onFact(fact);
      for (const watch of [...this.watchers]) watch();
    });
  }

  /** Resolves with the first fact of the type, and of the call, that no other `next` took. */
  async next<Type extends SignalingFact['type']>(
    type: Type,
    accepts: (fact: FactOf<Type>) => boolean = () => true,
  ): Promise<FactOf<Type>> {
    const find = (): FactOf<Type> | undefined =>
      this.facts.find(
        (fact): fact is FactOf<Type> =>
          fact.type === type && !this.taken.has(fact) && accepts(fact as FactOf<Type>),
      );
    const fact = await this.when(find, `a fact ${type}`);
    this.taken.add(fact);
    return fact;
  }

  /** Resolves with what `find` finds, as soon as it finds something. */
  when<Found>(find: () => Found | undefined, what: string): Promise<Found> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        this.watchers.delete(watch);
        settle();
      };
      const watch = (): void => {
        const found = find();
        if (found !== undefined) finish(() => resolve(found));
      };
      const timer = setTimeout(() => {
        const heard = this.facts.map((fact) => fact.type).join(' ');
        finish(() => reject(new Error(`${what} did not come; heard: ${heard}`)));
      }, patience);
      this.watchers.add(watch);
      watch();
    });
  }

  async connect(): Promise<this> {
    this.signaling.connect();
    await this.next('connection', ({ connection }) => connection.status === 'connected');
    return this;
  }

  async register(): Promise<this> {
    await this.connect();
    await this.signaling.register({ expires: 600 });
    return this;
  }

  /** The ends that were told of a call: law 4 allows one. */
  ends(id: string): FactOf<'ended'>[] {
    return this.facts.filter(
      (fact): fact is FactOf<'ended'> => fact.type === 'ended' && fact.id === id,
    );
  }

  /** Holds that each call this line ever heard of ended once, and that nothing was said of it afterwards. */
  assertEndedOnce(): void {
    const ids = new Set(this.facts.flatMap((fact) => ('id' in fact ? [fact.id] : [])));
    for (const id of ids) {
      const about = this.facts.filter((fact) => 'id' in fact && fact.id === id);
      assert.equal(this.ends(id).length, 1, `${id} ended once: ${about.map((f) => f.type).join()}`);
      assert.equal(about.at(-1)?.type, 'ended', `nothing follows the end of ${id}`);
    }
  }
}

/** Two lines and a call that is up between them. */
export interface Conversation {
  readonly caller: Line;
  readonly callee: Line;
  /** The call as each side names it. */
  readonly out: string;
  readonly in: string;
}

let count = 0;

/** A name for a call that nobody used before. */
export const callName = (): string => `call-${(count += 1)}`;

/** Dials, and resolves when it rings there. */
export async function dial(
  caller: Line,
  callee: Line,
  target = 'sip:bob@cadran.test',
): Promise<Conversation> {
  const out = callName();
  caller.signaling.invite(out, { target, sdp: description('caller') });
  const incoming = await callee.next('incoming');
  callee.signaling.ring(incoming.id);
  await caller.next('progress', ({ id }) => id === out);
  return { caller, callee, out, in: incoming.id };
}

/** Dials and answers. */
export async function converse(
  caller: Line,
  callee: Line,
  target = 'sip:bob@cadran.test',
): Promise<Conversation> {
  const call = await dial(caller, callee, target);
  await callee.signaling.accept(call.in, description('callee'));
  await caller.next('accepted', ({ id }) => id === call.out);
  return call;
}

/** Resolves with the code a promise rejects with. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return 'resolved';
}

/** Holds that a fact says at least this. */
export function assertSays(fact: object, expected: Record<string, unknown>): void {
  const said = Object.entries(fact).filter(([key]) => key in expected);
  assert.deepEqual(Object.fromEntries(said), expected);
}
