import { composePhone, type CompositionOptions, type Phone } from '@cadran/core';
import {
  createFakeDevices,
  createFakeMedia,
  createManualClock,
  settle,
  type FakeMedia,
  type ManualClock,
} from '@cadran/core/testing';
import type { SipSignalingOptions } from '../../packages/core/src/adapters/sipjs/sip-signaling.js';
import { loadedParts } from '../../packages/core/src/testing/loaded-parts.js';
import { description } from '../contract/line.js';
import { Wire, type Message } from '../contract/wire.js';

/** A whole phone whose server is an attacker, or lets one through: it writes what it wants, message by message. */
export interface AttackedPhone {
  readonly wire: Wire;
  readonly phone: Phone;
  readonly media: FakeMedia;
  readonly clock: ManualClock;
  /** Somebody calls and our person answers; resolves with the id of the call and the 200. */
  talk(): Promise<{ id: string; answer: Message }>;
  /** Ends it all. */
  close(): Promise<void>;
}

export interface AttackedOptions {
  readonly sip?: Partial<SipSignalingOptions>;
  readonly phone?: Partial<CompositionOptions>;
  /** Of the microphone. Default granted. */
  readonly permission?: 'granted' | 'prompt';
}

export async function openAttackedPhone(options: AttackedOptions = {}): Promise<AttackedPhone> {
  const clock = createManualClock();
  const media = createFakeMedia();
  const devices = createFakeDevices({ permission: options.permission ?? 'granted' });
  const wire = await Wire.connected({ clock, ...options.sip });
  const phone = composePhone(
    { signaling: wire.signaling, media, devices, clock, parts: loadedParts() },
    { account: { uri: 'sip:alice@cadran.test' }, register: false, ...options.phone },
  );
  await settle();
  return {
    ...{ wire, phone, media, clock },
    async talk() {
      const invite = wire.ask('INVITE', { body: description('bob') });
      await wire.next('180 INVITE');
      const id = phone.state.get().order.at(-1) ?? '';
      const answered = phone.call(id).answer();
      const answer = await wire.next('200 INVITE');
      wire.askCallee(answer, 'ACK', invite.cseq);
      await answered;
      await settle();
      return { id, answer };
    },
    async close() {
      wire.drop();
      const disposed = phone.dispose();
      await clock.advance(10_000);
      await disposed;
    },
  };
}

/** What was done to sound. A tone reaches nobody; nor does an offer that is read, for which nothing is gathered. */
export function touched(media: FakeMedia): string[] {
  return media.commands
    .map(({ name }) => name)
    .filter((name) => !/^(playTone|prepare)$/.test(name));
}
