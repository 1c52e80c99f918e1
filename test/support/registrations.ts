import { eventually } from './person.js';
import type { Stage } from './stage.js';

/** Resolves once the server knows as many places of that person. */
export async function knows({ site }: Stage, name: string, places: number): Promise<void> {
  const known = (): number => site.board.bindings(name).length;
  await eventually(
    async () => (known() === places ? true : undefined),
    () => `the server knows ${known()} places of ${name}`,
  );
}

/** The registrations that person asks for from now on, until the test is over. */
export function countRegistrations(stage: Stage, name: string): { count: number } {
  const counted = { count: 0 };
  stage.intercept(({ direction, message }) => {
    if (direction !== 'in' || message.kind !== 'request' || message.method !== 'REGISTER') {
      return undefined;
    }
    if (message.headers.get('To')?.includes(`sip:${name}@`)) counted.count += 1;
    return undefined;
  });
  return counted;
}
