import {
  CadranError,
  composePhone,
  type CallState,
  type ErrorCode,
  type Phone,
} from '@cadran/core';
import {
  createFakeDevices,
  createFakeMedia,
  createFakeSignaling,
  createManualClock,
  type FakeMedia,
  type FakeSignaling,
} from '@cadran/core/testing';
import { quiet } from './quiet.js';
import { loadedParts } from '../../packages/core/src/testing/loaded-parts.js';

/** One call as the far side and the person have it, which the phone must agree with. */
export interface Party {
  readonly id: string;
  readonly incoming: boolean;
  /** `calling` until somebody answered, on the wire. */
  wire: 'calling' | 'up' | 'over';
  /** True once the person said that they take the call. */
  consented: boolean;
  /** Their offer that the phone has not answered. */
  offer: string | undefined;
  /** An exchange in which they asked for our offer, and have it. */
  late: string | undefined;
  /** How it ended, once it has. */
  end: CallState | undefined;
}

/** Commands that may take their time, or fail. */
export const slowCommands = [
  'reinvite',
  'openMicrophone',
  'accept',
  'mediaAnswer',
  'mediaAccept',
] as const;
export type SlowCommand = (typeof slowCommands)[number];

const failures: Readonly<Record<SlowCommand, ErrorCode>> = {
  reinvite: 'signaling/rejected',
  openMicrophone: 'media/permission-denied',
  accept: 'signaling/timeout',
  mediaAnswer: 'media/failed',
  mediaAccept: 'media/failed',
};

interface Held {
  readonly release: (error?: Error) => void;
  readonly before: number;
}

/** A whole phone between a person, a far side and a network that the explorer plays. */
export class World {
  readonly clock = createManualClock(undefined, quiet);
  readonly media: FakeMedia = createFakeMedia();
  readonly signaling: FakeSignaling = createFakeSignaling({ confirms: false });
  readonly phone: Phone;
  readonly parties: Party[] = [];
  readonly slow = new Map<SlowCommand, Held>();
  online = true;
  /** True once a far side or a device refused what law 0040 needs. */
  refused = false;
  /** What broke outside of any step: a rejection nobody took, or one without a code. */
  fault: string | undefined;
  #answered = 0;

  constructor() {
    const { signaling, media, clock } = this;
    let value = 1;
    this.phone = composePhone(
      {
        ...{ signaling, media, clock, devices: createFakeDevices(), parts: loadedParts() },
        random: () => (value = (value * 16_807) % 2_147_483_647) / 2_147_483_647,
        log: ({ level, message, detail }) => {
          if (level === 'error' && message === 'a fact could not be taken in')
            this.fault = `${message}: ${String(detail)}`;
        },
      },
      { account: { uri: 'sip:alice@cadran.test' }, register: false, endedCallLinger: 60_000 },
    );
  }

  call(party: Party): CallState | undefined {
    return this.phone.state.get().calls[party.id];
  }

  get live(): readonly Party[] {
    return this.parties.filter((party) => this.call(party) && this.call(party)?.status !== 'ended');
  }

  /** A verb of the person: it may reject, with a code. */
  does(verb: Promise<unknown>): void {
    verb.catch((error: unknown) => {
      if (!(error instanceof CadranError)) this.fault = `rejected without a code: ${String(error)}`;
    });
  }

  dials(): void {
    const before = this.phone.state.get().order.length;
    this.does(this.phone.dial('bob'));
    const { order } = this.phone.state.get();
    if (order.length > before) this.#meet(order.at(-1) ?? '', false);
  }

  calls(late: boolean): void {
    const id = `incoming-${this.parties.length}`;
    this.#meet(id, true);
    this.signaling.far.calls({ id, ...(late ? { sdp: null } : {}) });
  }

  #meet(id: string, incoming: boolean): void {
    const [offer, late, end] = [undefined, undefined, undefined];
    this.parties.push({ id, incoming, wire: 'calling', consented: !incoming, offer, late, end });
  }

  /** Makes the next command of that name wait. */
  slows(name: SlowCommand): void {
    const [port, command] = this.#port(name);
    this.slow.set(name, { release: port.holdNext(command), before: port.calls(command).length });
  }

  /** True while one of them waits. */
  waits(name: SlowCommand): boolean {
    const held = this.slow.get(name);
    const [port, command] = this.#port(name);
    return held !== undefined && port.calls(command).length > held.before;
  }

  settles(name: SlowCommand, code?: ErrorCode): void {
    const held = this.slow.get(name);
    this.slow.delete(name);
    if (code && code !== 'signaling/glare') this.refused = true;
    const glare = code === 'signaling/glare' ? { sip: { status: 491 } } : {};
    held?.release(code ? new CadranError(code, glare) : undefined);
  }

  fails(name: SlowCommand): void {
    this.settles(name, failures[name]);
  }

  #port(name: SlowCommand): [FakeMedia | FakeSignaling, string] {
    if (name === 'mediaAnswer') return [this.media, 'answer'];
    if (name === 'mediaAccept') return [this.media, 'accept'];
    return [name === 'openMicrophone' ? this.media : this.signaling, name];
  }

  wasTold(command: 'invite' | 'end' | 'reject' | 'accept', { id }: Party): boolean {
    return this.signaling.calls(command).some(([of]) => of === id);
  }

  /** The wire ends a call, once. */
  ends(party: Party, by: 'remote' | 'local'): void {
    party.wire = 'over';
    party.offer = party.late = undefined;
    this.signaling.emit({ type: 'ended', id: party.id, by, reason: 'hangup' });
  }

  offers(party: Party, direction: 'sendonly' | 'sendrecv' | null): void {
    party.offer = this.signaling.far.offers(party.id, direction);
    if (direction === null) party.late = party.offer;
  }

  /** Lets everything settle that can, and takes note of what the phone told the wire. */
  async settle(): Promise<void> {
    await quiet();
    const answers = this.signaling.calls('answerOffer');
    for (const [id, exchange, sdp] of answers.slice(this.#answered)) {
      const party = this.parties.find((each) => each.id === id);
      if (!party || party.offer !== exchange) continue;
      party.offer = undefined;
      if (sdp === null) party.late = undefined;
    }
    this.#answered = answers.length;
    for (const party of this.parties) {
      const isUp = this.call(party)?.status === 'active';
      if (party.incoming && party.wire === 'calling' && isUp) party.wire = 'up';
    }
  }

  /** All that the rest of a life may depend on, without names and times of day. */
  get name(): string {
    const parties = this.parties.map((party) => {
      const { wire, consented, offer, late, end } = party;
      const { status, hold, remoteHold, muted, media, transfer, ended } = this.call(party) ?? {};
      const session = this.media.session(party.id);
      const told = (['invite', 'end', 'reject', 'accept'] as const).map((command) =>
        Number(this.wasTold(command, party)),
      );
      return [
        ...[party.incoming, wire, consented, offer !== undefined, late !== undefined, end?.status],
        ...[status, hold, remoteHold, muted, media, transfer?.status, ended?.by, ended?.reason],
        ...[session?.exchange, session?.microphone, session?.muted, session?.held, ...told],
      ].join();
    });
    const waiting = slowCommands.map((name) => (this.slow.has(name) ? this.waits(name) : ''));
    const due = this.clock.waiting.map((time) => Math.ceil(time / 1_000)).join();
    return [...parties, waiting.join(), this.online, this.refused, due].join('|');
  }
}
