import type { Phone } from '@cadran/core';

import { latestCall, type Person } from './person.js';
import { isRinging, isEnded } from './conversation.js';
import type { Stage } from './stage.js';

interface Trials {
  /** Tabs of Alice. */
  readonly tabs: readonly Person[];
  readonly bob: Person;
  readonly trials: number;
}

/** What went over the wire to and from Alice's phone, and how many tabs were told that they have the call. */
interface Answered {
  readonly rings: number;
  readonly answers: number;
  readonly winners: number;
  readonly registrations: number;
}

/** Bob calls Alice again and again, and each time all her tabs answer at the same moment. */
export async function answerAtOnce(stage: Stage, { tabs, bob, trials }: Trials): Promise<Answered> {
  const { board } = stage.site;
  let rings = 0;
  // A repeated answer is the same text; a second one is not.
  const answers = new Set<string>();
  const end = board.onMessage(({ direction, party, method, status, text }) => {
    if (party !== 'alice' || method !== 'INVITE') return;
    if (direction === 'out' && status === undefined) rings += 1;
    if (direction === 'in' && status === 200) answers.add(text);
  });
  let winners = 0;
  for (let trial = 0; trial < trials; trial += 1) {
    await bob.page.evaluate(() => {
      const { phone } = document.querySelector('cadran-phone') as unknown as { phone: Phone };
      return phone.dial('alice').then(() => undefined);
    });
    await Promise.all(tabs.map((tab) => tab.until(isRinging)));
    const taken = await Promise.all(tabs.map((tab) => answerIn(tab)));
    winners += taken.filter(Boolean).length;
    for (const each of [bob, ...tabs])
      await each.until((now) => latestCall(now)?.status === 'active');
    await bob.page.evaluate(() => {
      const { phone } = document.querySelector('cadran-phone') as unknown as { phone: Phone };
      return phone.call(phone.state.get().order.at(-1) ?? '').hangup();
    });
    for (const tab of tabs) await tab.until(isEnded);
  }
  end();
  return { rings, answers: answers.size, winners, registrations: board.bindings('alice').length };
}

/** Whether the tab's answer was taken. */
function answerIn({ page }: Person): Promise<boolean> {
  return page.evaluate(async () => {
    const { phone } = document.querySelector('cadran-phone') as unknown as { phone: Phone };
    try {
      await phone.call(phone.state.get().order.at(-1) ?? '').answer();
      return true;
    } catch {
      return false;
    }
  });
}
