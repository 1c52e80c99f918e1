import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { AudioLevels } from '../ports/media-measurement.js';
import { connectedCall, createFakeMedia, createTestPhone } from '../testing.js';

describe('what is measured of a call', () => {
  it('tells its levels until nobody watches, and leaves the state alone', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const { state } = test.phone;
    const before = state.get();
    const watching = new AbortController();
    const levels: AudioLevels[] = [];
    const { signal } = watching;
    await test.phone.call(id).watchLevels((each) => levels.push(each), { signal });
    test.media.tellLevels(id, { local: 0.25, remote: 0.5 });
    watching.abort();
    test.media.tellLevels(id, { local: 1, remote: 1 });
    assert.deepEqual(levels, [{ local: 0.25, remote: 0.5 }]);
    assert.equal(state.get(), before);
  });

  it('ends the levels with the call', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const { signal } = new AbortController();
    await test.phone.call(id).watchLevels(() => undefined, { signal });
    const listeners = test.media.open.listeners;
    test.signaling.far.ends(id);
    assert.equal(test.media.open.listeners, listeners - 1);
    await test.phone.call(id).watchLevels(() => undefined, { signal });
    assert.equal(test.media.open.listeners, listeners - 1);
  });

  it('tells statistics, and undefined while nothing flows', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    assert.equal(await test.phone.call(id).statistics(), undefined);
    const counts = { packetsReceived: 1, packetsLost: 0, packetsSent: 2 };
    test.media.measured = { at: 1, ...counts, bytesReceived: 3, bytesSent: 4 };
    assert.equal(await test.phone.call(id).statistics(), test.media.measured);
    await assert.rejects(test.phone.call('gone').statistics(), { code: 'call/not-found' });
  });

  it('says so where nothing is measured', async () => {
    const { watchLevels: _, statistics: __, ...media } = createFakeMedia();
    const test = await createTestPhone({ media });
    const id = await connectedCall(test);
    const { signal } = new AbortController();
    const call = test.phone.call(id);
    await assert.rejects(call.statistics(), { code: 'media/unsupported' });
    await assert.rejects(
      call.watchLevels(() => undefined, { signal }),
      {
        code: 'media/unsupported',
      },
    );
  });
});
