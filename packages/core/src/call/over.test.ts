import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { CadranError } from '../kernel/errors.js';
import { connectedCall, createTestPhone, dialledCall, settle } from '../testing.js';
import type { TestPhone } from '../testing.js';

/** What was asked of media for one call. */
function askedFor({ media }: TestPhone, id: string): readonly string[] {
  return media.commands.filter((each) => each.arguments[0] === id).map((each) => each.name);
}

/** Media opened anew by what comes after the end: a microphone nobody knows of. */
function assertNothingReopened(test: TestPhone, id: string): void {
  const asked = askedFor(test, id);
  const after = asked.slice(asked.indexOf('close'));
  const opening = after.filter((name) => ['offer', 'answer', 'openMicrophone'].includes(name));
  assert.deepEqual(opening, []);
  assert.equal(test.media.open.sessions, 0);
}

describe('the media of a call that ended', () => {
  it('is not opened anew by a hold that waited for its turn', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const answered = test.media.holdNext('answer');
    test.signaling.far.offers(id, 'sendrecv');
    await settle();
    const holding = test.phone.call(id).hold();
    holding.catch(() => undefined);
    await settle();
    test.signaling.far.ends(id);
    answered();
    await assert.rejects(holding, { code: 'call/hold-failed' });
    await settle();
    assertNothingReopened(test, id);
  });

  it('is not opened anew while the wire has not confirmed the end', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const answered = test.media.holdNext('answer');
    test.signaling.far.offers(id, 'sendrecv');
    test.signaling.far.offers(id, 'sendrecv');
    test.signaling.far.offers(id, null);
    await settle();
    const ending = test.phone.call(id).hangup();
    answered();
    await ending;
    await settle();
    assertNothingReopened(test, id);
    assert.deepEqual(test.signaling.calls('answerOffer'), []);
  });

  it('is not opened at all for a call that was given up at once', async () => {
    const test = await createTestPhone();
    const dialling = test.phone.dial('bob');
    const [id = ''] = test.phone.state.get().order;
    await test.phone.call(id).hangup();
    assert.equal(await dialling, id);
    await settle();
    assert.deepEqual(
      askedFor(test, id).filter((name) => name !== 'close'),
      [],
    );
    assert.deepEqual(test.signaling.calls('invite'), []);
  });

  it('is not opened for an answer that waited for the hold of another call', async () => {
    const test = await createTestPhone();
    await connectedCall(test);
    const held = test.signaling.holdNext('reinvite');
    const id = test.signaling.far.calls();
    const answering = test.phone.call(id).answer();
    answering.catch(() => undefined);
    await settle();
    test.signaling.far.ends(id, 'cancelled');
    held();
    await assert.rejects(answering, { code: 'call/answer-failed' });
    await settle();
    assert.deepEqual(
      askedFor(test, id).filter((name) => name !== 'close'),
      [],
    );
  });

  it('gets no microphone when it ended while a fresh offer was made', async () => {
    const test = await createTestPhone();
    const id = await dialledCall(test);
    test.signaling.far.rings(id, { fork: 'early', early: true });
    await settle();
    test.media.failNext('accept', new CadranError('media/failed'));
    const { offer } = test.media;
    // It ends after the offer was made, and before anybody could take it.
    test.media.offer = async (...how) => {
      const sdp = await offer(...how);
      test.signaling.far.ends(id);
      return sdp;
    };
    test.signaling.far.answers(id, { fork: 'other' });
    await settle();
    assert.equal(test.media.calls('offer').length, 2);
    assertNothingReopened(test, id);
  });
});
