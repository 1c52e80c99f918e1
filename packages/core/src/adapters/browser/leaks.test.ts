import { expect } from '@open-wc/testing';

import { ListenerLedger } from '../../../../../test/support/page/listener-ledger.js';
import { End, negotiate } from '../../../../../test/support/page/media-pair.js';
import { MediaLedger } from '../../../../../test/support/page/media-ledger.js';
import { until } from '../../../../../test/support/page/until.js';
import { systemClock } from '../../kernel/clock.js';
import type { Clock } from '../../kernel/clock.js';

const calls = 100;

/** The system's time, with a count of what still waits. */
function countingClock(): Clock & { pending: number } {
  const clock = {
    pending: 0,
    now: () => systemClock.now(),
    schedule(task: () => void, delay: number) {
      clock.pending += 1;
      let waits = true;
      const done = (): void => {
        if (waits) clock.pending -= 1;
        waits = false;
      };
      const cancel = systemClock.schedule(() => {
        done();
        task();
      }, delay);
      return () => {
        done();
        cancel();
      };
    },
  };
  return clock;
}

it(`${calls} calls, one after the other, leave nothing behind`, async function () {
  this.timeout(90_000);
  const clock = countingClock();
  const ledger = new MediaLedger();
  const listeners = new ListenerLedger();
  const alice = new End({ clock });
  const bob = new End({ clock });
  const call = async (id: string): Promise<void> => {
    await alice.media.prepare();
    await Promise.all([alice.media.openMicrophone(id), bob.media.openMicrophone(id)]);
    await negotiate(alice.media, bob.media, id);
    await alice.media.setHeld(id, true);
    await negotiate(alice.media, bob.media, id, { direction: 'inactive' });
    await Promise.all([alice.media.close(id), bob.media.close(id)]);
  };
  await call('first');
  const settled = listeners.count;
  for (let index = 0; index < calls; index += 1) await call(`call-${index}`);

  expect(ledger.openConnections, 'connections').to.equal(0);
  expect(ledger.liveTracks, 'tracks').to.equal(0);
  expect(clock.pending, 'timers').to.equal(0);
  expect(listeners.count, 'listeners after 100 calls, as after the first').to.equal(settled);
  expect(ledger.elements.every(({ srcObject }) => srcObject === null)).to.equal(true);

  await Promise.all([alice.dispose(), bob.dispose()]);
  await until(() => ledger.openContexts === 0, 'contexts closed');
  expect(listeners.count, 'listeners after the end').to.equal(0);
  listeners.close();
  ledger.close();
});
