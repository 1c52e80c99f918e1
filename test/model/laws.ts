import type { CallState } from '@cadran/core';
import { quiet } from './quiet.js';
import { slowCommands, type World } from './world.js';

/** What no event may break, looked at after each: the law that is broken, or undefined. */
export function brokenLaw(world: World): string | undefined {
  if (world.fault) return world.fault;
  for (const party of world.parties) {
    const call = world.call(party);
    const session = world.media.session(party.id);
    if (party.end && call && call !== party.end) return 'a call changed after its end';
    if (call?.status === 'ended') party.end = call;
    if (!party.consented && (session ?? touchedMedia(world, party.id)))
      return 'media before consent';
    if (!party.consented && world.wasTold('accept', party)) return 'answered before consent';
    if (call?.muted && session?.microphone && !session.muted) return 'heard while muted';
    if (call?.hold === 'held' && session && !session.held) return 'heard while on hold';
    if (session && !isWaiting(world)) {
      if (call?.status === 'ended') return 'media after the end';
      if (call?.status === 'ringing' && party.incoming) return 'media of a call that rings';
    }
  }
  return undefined;
}

const touching = ['offer', 'answer', 'accept', 'openMicrophone'];

function touchedMedia({ media }: World, id: string): boolean {
  return media.commands.some(({ name, arguments: [of] }) => of === id && touching.includes(name));
}

const isWaiting = (world: World): boolean => slowCommands.some((name) => world.waits(name));

/** A way for a state to end, and the law that is broken where it does not. */
export interface Ending {
  readonly name: string;
  play(world: World): Promise<string | undefined>;
}

const isLeft = ({ status, hold }: CallState): boolean =>
  status === 'connecting' || (status === 'active' && /ing$/.test(hold));

export const endings: readonly Ending[] = [
  {
    name: 'everybody is hung up on',
    async play(world) {
      for (const { id } of world.live) world.does(world.phone.call(id).hangup());
      await quiet();
      await world.clock.advance(5_000);
      await settleAll(world);
      return world.live.length > 0 ? 'hanging up does not end a call' : brokenLaw(world);
    },
  },
  {
    name: 'everybody hangs up',
    async play(world) {
      const isWired = (id: string): boolean =>
        world.signaling.calls('invite').some(([of]) => of === id);
      const known = world.live.filter(({ id, incoming }) => incoming || isWired(id));
      for (const party of known) if (party.wire !== 'over') world.ends(party, 'remote');
      await world.settle();
      const left = known.some((party) => world.call(party)?.status !== 'ended');
      if (left) return 'the far side cannot end a call';
      await settleAll(world);
      return brokenLaw(world);
    },
  },
  {
    name: 'nothing more happens',
    async play(world) {
      await settleAll(world);
      for (let turns = 0; turns < 60; turns += 1) await world.clock.advance(5_000);
      await settleAll(world);
      const calls = world.live.flatMap((party) => world.call(party) ?? []);
      if (calls.some(isLeft)) return 'a state that nothing leaves';
      if (calls.some(({ direction, status }) => direction === 'incoming' && status === 'ringing'))
        return 'rings for ever';
      const heard = calls.filter(({ status, hold }) => status === 'active' && hold === 'active');
      if (heard.length > 1 && !world.refused) return 'one speaks in two calls';
      return brokenLaw(world);
    },
  },
];

/** What takes its time is done now, or has taken too long: the port promises an end within 32 s. */
async function settleAll(world: World): Promise<void> {
  for (const name of slowCommands) if (world.slow.has(name)) world.settles(name);
  for (let turns = 0; turns < 4; turns += 1) await world.settle();
}

/** Nothing is left when the phone is gone: no sound, no listener, no task. */
export async function brokenFarewell(world: World): Promise<string | undefined> {
  const disposed = world.phone.dispose();
  await quiet();
  await world.clock.advance(20_000);
  await disposed;
  const { sessions, microphones, listeners } = world.media.open;
  const left = sessions + microphones + listeners + world.clock.pending;
  return left > 0 || world.signaling.listening ? 'something is left of a phone' : world.fault;
}
