import { CadranError } from '../../kernel/errors.js';
import { readDialogRecord } from '../../ports/dialog-record.js';
import type { RegistrationGrant, Signaling } from '../../ports/signaling.js';
import { release, resume, ringInPlaceOf } from './fake-dialog.js';
import { accept, createLeg, hangUp, over, reject, ring, wrongState } from './fake-leg.js';
import type { Leg } from './fake-leg.js';
import { createPlug } from './fake-plug.js';
import type { LineSetup, Subscriber } from './fake-plug.js';
import { askToTransfer, referralCommands } from './fake-referral.js';
import { answerOffer, info, peerOf, reinvite } from './fake-session.js';
import { transfer } from './fake-transfer.js';

/** One device at the exchange. */
export interface FakeLine extends Signaling {
  /** Takes the connection away; what was meant for this line waits. */
  drop(): void;
  /** Gives it back. The registration is gone: the phone renews it. */
  restore(): void;
  /** Sends sound before the answer: a 183 with a description. */
  ringWithSound(id: string, sdp: string): void;
}

/** One device: its commands become messages to the legs of others. */
export function createFakeLine(setup: LineSetup): FakeLine {
  const legs = new Map<string, Leg>();
  const plug = createPlug(setup, legs);
  const { end, subscriber } = plug;
  const live = (id: string): Leg | undefined => legs.get(id);

  return {
    ...plug.connection,
    async register({ expires }) {
      if (!end.connected) throw new CadranError('connection/offline', { retryable: true });
      await Promise.resolve();
      return grant(setup, subscriber, expires);
    },
    async unregister() {
      subscriber.registered = false;
    },
    invite(id, { target, sdp, inPlaceOf, replaces }) {
      withLeg(live(id), release);
      const leg = createLeg(id, end, 'calling', sdp);
      legs.set(id, leg);
      if (!end.connected) {
        over(leg, 'system', 'connection-lost');
        return;
      }
      end.tell({ type: 'trying', id });
      if (inPlaceOf) ringInPlaceOf(leg, inPlaceOf, setup.subscribers);
      else setup.route(leg, target, replaces);
    },
    ...answering(live),
    end: (id) => withLeg(live(id), hangUp),
    reinvite(id, sdp) {
      const leg = live(id);
      return leg ? reinvite(leg, sdp) : missing();
    },
    answerOffer: (id, exchange, sdp) => withLeg(live(id), (leg) => answerOffer(leg, exchange, sdp)),
    info(id, contentType, body) {
      const leg = live(id);
      return leg ? info(leg, contentType, body) : missing();
    },
    async refer(id, target, { replaces } = {}) {
      const leg = live(id);
      if (!leg || !peerOf(leg)) throw wrongState();
      const consultation = replaces === undefined ? undefined : live(replaces);
      if (!setup.transfers) return askToTransfer(leg, target, setup.name, consultation);
      await Promise.resolve();
      transfer(leg, setup.route, target, consultation);
    },
    resume(id, dialog) {
      legs.set(id, resume(id, readDialogRecord(dialog), end, setup.subscribers));
    },
    ...referralCommands(live),
    async dispose() {
      for (const leg of legs.values()) hangUp(leg);
      // The facts of these ends are on their way; they are still heard.
      await Promise.resolve();
      legs.clear();
      plug.unplug();
    },
  };
}

/** What is done with a call that comes in. */
function answering(live: (id: string) => Leg | undefined) {
  return {
    ring: (id: string) => withLeg(live(id), (leg) => ring(leg)),
    ringWithSound: (id: string, sdp: string) => withLeg(live(id), (leg) => ring(leg, sdp)),
    accept(id: string, sdp: string): Promise<{ sdp?: string }> {
      const leg = live(id);
      return leg ? accept(leg, sdp) : missing();
    },
    reject: (id: string, status: number) => withLeg(live(id), (leg) => reject(leg, status)),
  };
}

const missing = <Result>(): Promise<Result> => Promise.reject(wrongState());

function withLeg(leg: Leg | undefined, command: (leg: Leg) => void): void {
  if (leg) command(leg);
}

function grant(
  { users, user, password = 'secret' }: LineSetup,
  subscriber: Subscriber,
  expires: number,
): RegistrationGrant {
  if (!(user in users))
    throw new CadranError('registration/unknown-user', { sip: { status: 404 } });
  if (users[user] !== password) {
    throw new CadranError('registration/wrong-password', { sip: { status: 401 } });
  }
  subscriber.registered = true;
  return { expires: Math.min(Math.max(expires, 10), 3_600) };
}
