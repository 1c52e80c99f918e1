import { fakeSdp } from '@cadran/core/testing';
import { slowCommands, type Party, type World } from './world.js';

/** One thing that a person, a far side or the network may do. */
export interface Action {
  readonly name: string;
  /** Whether it can be done now. */
  fits(world: World): boolean;
  act(world: World): void | Promise<void>;
}

/** Calls of one life: two make every law between calls that there is. */
const mostCalls = 2;

const verbs = ['answer', 'decline', 'hangup', 'hold', 'resume', 'mute', 'unmute'] as const;

/** What its person does with a call; whether it may be done is for the phone to say. */
function ofPerson(index: number): Action[] {
  return verbs.map((verb) => ({
    name: `${verb} ${index}`,
    fits: (world) => world.live.includes(world.parties[index] as Party),
    act(world) {
      const party = world.parties[index] as Party;
      if (verb === 'answer') party.consented = true;
      world.does(world.phone.call(party.id)[verb]());
    },
  }));
}

type OfParty = readonly [
  name: string,
  fits: (party: Party, world: World) => boolean,
  act: (party: Party, world: World) => void,
];

const isCalled = (party: Party, world: World): boolean =>
  !party.incoming && party.wire === 'calling' && world.wasTold('invite', party);
const isKnown = (party: Party, world: World): boolean =>
  party.wire !== 'over' && (party.incoming || world.wasTold('invite', party));
const mayOffer = ({ wire, offer, late }: Party, world: World): boolean =>
  wire === 'up' && offer === undefined && late === undefined && !world.waits('reinvite');

/** What the far side of a call does, as far as the port lets a wire tell it, and what the network does to its sound. */
const ofFarSide: readonly OfParty[] = [
  ['rings', isCalled, ({ id }, { signaling }) => signaling.far.rings(id)],
  ['plays', isCalled, ({ id }, { signaling }) => signaling.far.rings(id, { early: true })],
  [
    'answers',
    isCalled,
    (party, { signaling }) => {
      party.wire = 'up';
      signaling.far.answers(party.id, { fork: 'b' });
    },
  ],
  ['ends', isKnown, (party, world) => world.ends(party, 'remote')],
  [
    'is told the end',
    (party, world) =>
      party.wire !== 'over' && (world.wasTold('end', party) || world.wasTold('reject', party)),
    (party, world) => world.ends(party, 'local'),
  ],
  ['holds', mayOffer, (party, world) => world.offers(party, 'sendonly')],
  ['resumes', mayOffer, (party, world) => world.offers(party, 'sendrecv')],
  ['asks for an offer', mayOffer, (party, world) => world.offers(party, null)],
  [
    'answers the offer',
    ({ wire, late, offer }) => wire === 'up' && late !== undefined && offer === undefined,
    (party, { signaling }) => {
      const exchange = party.late ?? '';
      party.late = undefined;
      const sdp = fakeSdp({ owner: 'far side', version: 9, direction: 'sendrecv' });
      signaling.emit({ type: 'offer-answered', id: party.id, exchange, sdp });
    },
  ],
  [
    'is not heard',
    ({ id }, { media }) => media.session(id)?.exchange === 'stable',
    ({ id }, { media }) => media.emit({ type: 'media', id, status: 'interrupted' }),
  ],
  [
    'has no sound',
    ({ id }, { media }) => media.session(id)?.exchange === 'stable',
    ({ id }, { media }) => media.emit({ type: 'failed', id, code: 'media/failed' }),
  ],
];

function ofParty(index: number): Action[] {
  return ofFarSide.map(([name, fits, act]) => ({
    name: `${index} ${name}`,
    fits(world) {
      const party = world.parties[index];
      return party !== undefined && fits(party, world);
    },
    act: (world) => act(world.parties[index] as Party, world),
  }));
}

function ofCommands(): Action[] {
  return slowCommands.flatMap(
    (name) =>
      [
        {
          name: `${name} will wait`,
          fits: ({ slow }) => !slow.has(name),
          act: (world) => world.slows(name),
        },
        {
          name: `${name} is done`,
          fits: (world) => world.waits(name),
          act: (world) => world.settles(name),
        },
        {
          name: `${name} fails`,
          fits: (world) => world.waits(name),
          act: (world) => world.fails(name),
        },
      ] satisfies Action[],
  );
}

export const actions: readonly Action[] = [
  {
    name: 'dial',
    fits: ({ parties }) => parties.length < mostCalls,
    act: (world) => world.dials(),
  },
  {
    name: 'somebody calls',
    fits: ({ parties }) => parties.length < mostCalls,
    act: (world) => world.calls(false),
  },
  {
    name: 'somebody calls without an offer',
    fits: ({ parties }) => parties.length < mostCalls,
    act: (world) => world.calls(true),
  },
  ...Array.from({ length: mostCalls }, (_, index) => [
    ...ofPerson(index),
    ...ofParty(index),
  ]).flat(),
  ...ofCommands(),
  {
    name: 'reinvite collides',
    fits: (world) => world.waits('reinvite'),
    act: (world) => world.settles('reinvite', 'signaling/glare'),
  },
  {
    name: 'the connection breaks',
    fits: ({ online }) => online,
    act(world) {
      world.online = false;
      const reason = 'connection/lost';
      world.signaling.emit({ type: 'connection', connection: { status: 'reconnecting', reason } });
    },
  },
  {
    name: 'the connection is back',
    fits: ({ online }) => !online,
    act(world) {
      world.online = true;
      world.signaling.emit({ type: 'connection', connection: { status: 'connected' } });
    },
  },
  {
    name: 'time passes',
    fits: ({ clock }) => clock.waiting.length > 0,
    act: ({ clock }) => clock.advance(clock.waiting[0] ?? 0),
  },
];
