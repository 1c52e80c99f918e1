import { actions, type Action } from './actions.js';
import { brokenFarewell, brokenLaw, endings } from './laws.js';
import { World } from './world.js';

export interface Exploration {
  readonly events: number;
  readonly states: number;
  /** The first law that broke, by the shortest list of events that breaks it. */
  readonly broken?: { readonly law: string; readonly events: readonly string[] };
}

/** Events of one life before it comes to an end. */
const longest = 24;

/** Plays a list of events by name, leaving out those that do not fit; the law that this broke, or undefined. */
export async function replay(names: readonly string[]): Promise<string | undefined> {
  const world = await opened();
  const ending = endings.find(({ name }) => name === names.at(-1));
  for (const name of names) {
    const action = actions.find((each) => each.name === name);
    const law = action?.fits(world) ? await step(world, action) : undefined;
    if (law) return law;
  }
  return (await ending?.play(world)) ?? (await brokenFarewell(world));
}

/** A state that was reached, by which events, and what was not tried in it yet. */
interface Reached {
  by: readonly string[];
  readonly untried: Set<string>;
}

/**
 * Tries everything that may happen in every state there is. A life begins by the shortest known way to the first state in which
 * something was not tried, and then goes on depth first, for as long as there is something new; states are told apart by all
 * that the rest of a life may depend on. `seed` gives the order, which is the same each time.
 */
export async function explore(events: number, seed = 1): Promise<Exploration> {
  const states = new Map<string, Reached>();
  const search = {
    states,
    shallow: Array.from({ length: longest + 1 }, (): Reached[] => []),
    random: sequence(seed),
  };
  let done = 0;
  do {
    const life: string[] = [];
    const law = await live(life, search);
    done += life.length;
    if (law) {
      const broken = { law, events: await shortest(life, law) };
      return { events: done, states: states.size, broken };
    }
  } while (done < events && next(search));
  return { events: done, states: states.size };
}

interface Search {
  readonly states: Map<string, Reached>;
  /** Those with something untried, by the number of events that lead there. */
  readonly shallow: Reached[][];
  readonly random: () => number;
}

async function live(life: string[], search: Search): Promise<string | undefined> {
  const { random } = search;
  const world = await opened();
  for (const name of next(search)?.by ?? []) {
    life.push(name);
    await step(world, byName.get(name) as Action);
  }
  while (life.length < longest) {
    const { untried } = reached(world, life, search);
    const wanted = [...untried][Math.floor(random() * untried.size)];
    if (wanted === undefined) break;
    untried.delete(wanted);
    life.push(wanted);
    const ending = endings.find(({ name }) => name === wanted);
    if (ending) return (await ending.play(world)) ?? (await brokenFarewell(world));
    const law = await step(world, byName.get(wanted) as Action);
    if (law) return law;
  }
  return brokenFarewell(world);
}

/** The state that the fewest events lead to, of those in which something was not tried. */
function next({ shallow }: Search): Reached | undefined {
  for (const reached of shallow) {
    while (reached.at(-1)?.untried.size === 0) reached.pop();
    if (reached.length > 0) return reached.at(-1);
  }
  return undefined;
}

function reached(world: World, life: readonly string[], { states, shallow }: Search): Reached {
  const { name } = world;
  const found = states.get(name) ?? { by: [], untried: choices(world) };
  if (states.has(name) && found.by.length <= life.length) return found;
  states.set(name, found);
  found.by = [...life];
  shallow[life.length]?.push(found);
  return found;
}

const byName = new Map(actions.map((action) => [action.name, action]));

function choices(world: World): Set<string> {
  const fitting = actions.filter((action) => action.fits(world));
  return new Set([...fitting, ...endings].map(({ name }) => name));
}

async function step(world: World, action: Action): Promise<string | undefined> {
  await action.act(world);
  await world.settle();
  return brokenLaw(world);
}

async function opened(): Promise<World> {
  const world = new World();
  await world.settle();
  return world;
}

/** Leaves out every event without which the law breaks as well. */
async function shortest(life: readonly string[], law: string): Promise<readonly string[]> {
  for (let index = life.length - 1; index >= 0; index -= 1) {
    const without = life.filter((_, at) => at !== index);
    if ((await replay(without)) === law) return shortest(without, law);
  }
  return life;
}

/** Looks like chance and is always the same. */
function sequence(seed: number): () => number {
  let value = seed;
  return () => (value = (value * 16_807) % 2_147_483_647) / 2_147_483_647;
}
