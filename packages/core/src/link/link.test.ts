import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import type { CallState } from '../call/call-state.js';
import { CadranError } from '../kernel/errors.js';
import { createSharedLine, delivered } from '../testing/shared-line.js';
import type { SharedLine, TestPage } from '../testing/shared-line.js';

const lines: SharedLine[] = [];

async function line(): Promise<SharedLine> {
  const shared = await createSharedLine();
  lines.push(shared);
  return shared;
}

afterEach(async () => {
  for (const shared of lines.splice(0)) await shared.dispose();
});

function onlyCall({ phone }: Pick<TestPage, 'phone'>): CallState {
  const { calls, order } = phone.state.get();
  const call = calls[order[0] ?? ''];
  if (!call) throw new Error('There is no call.');
  return call;
}

async function connected(shared: SharedLine, page: TestPage): Promise<string> {
  const id = await page.phone.dial('bob');
  await delivered();
  shared.signaling.far.answers(id);
  await delivered();
  assert.equal(onlyCall(page).status, 'active');
  return id;
}

describe('pages that share a phone', () => {
  it('show the same state, and keep what did not change', async () => {
    const shared = await line();
    const [one, other] = [await shared.open(), await shared.open()];
    assert.equal(one.phone.state.get().registration.status, 'registered');
    const account = other.phone.state.get().account;
    const id = await connected(shared, one);
    assert.deepEqual(onlyCall(other), onlyCall(one));
    assert.equal(other.phone.state.get().account, account);
    await other.phone.call(id).hangup();
    await delivered();
    assert.equal(onlyCall(one).status, 'ended');
    await shared.clock.advance(6_000);
    await delivered();
    assert.deepEqual(one.phone.state.get().order, []);
    assert.deepEqual(one.phone.state.get().calls, {});
  });

  it('have the sound of a call in the page that dialled it', async () => {
    const shared = await line();
    const [one, other] = [await shared.open(), await shared.open()];
    await other.focus();
    const id = await connected(shared, one);
    assert.ok(one.media.session(id)?.microphone);
    assert.equal(other.media.session(id), undefined);
    assert.equal(onlyCall(other).page, one.id);
  });

  it('ring in one page, and have the sound in the page that answers', async () => {
    const shared = await line();
    const [one, other] = [await shared.open(), await shared.open()];
    await one.focus();
    const id = shared.signaling.far.calls();
    await delivered();
    assert.deepEqual([one.media.tone, other.media.tone], ['ringtone', null]);
    const answers = await Promise.allSettled([
      other.phone.call(id).answer(),
      one.phone.call(id).answer(),
    ]);
    await delivered();
    const won = answers.map(({ status }) => (status === 'fulfilled' ? 1 : 0));
    assert.deepEqual(won.toSorted(), [0, 1]);
    assert.equal(shared.signaling.calls('accept').length, 1);
    assert.deepEqual([one.media.tone, other.media.tone], [null, null]);
    assert.deepEqual([other.media.open.sessions, one.media.open.sessions], won);
  });

  it('ring in another page when the one that rings goes', async () => {
    const shared = await line();
    const [one, other] = [await shared.open(), await shared.open()];
    await one.focus();
    shared.signaling.far.calls();
    await delivered();
    await one.leave();
    assert.equal(other.media.tone, 'ringtone');
    assert.equal(onlyCall(other).status, 'ringing');
  });

  it('tell what was refused, in the words of the phone', async () => {
    const shared = await line();
    const page = await shared.open();
    await assert.rejects(page.phone.dial(''), { code: 'call/invalid-target' });
    await assert.rejects(page.phone.call('none').hold(), { code: 'call/not-found' });
    await assert.rejects(page.phone.call('none').statistics(), { code: 'call/not-found' });
  });

  it('measure a call where its sound is', async () => {
    const shared = await line();
    const [one, other] = [await shared.open(), await shared.open()];
    const id = await connected(shared, one);
    await one.phone.call(id).statistics();
    await assert.rejects(other.phone.call(id).statistics(), { code: 'media/elsewhere' });
  });
});

describe('a call whose page goes', () => {
  it('waits for the next page of the same tab, and brings mute, hold and clock along', async () => {
    const shared = await line();
    const [one, other] = [await shared.open('first'), await shared.open('second')];
    const id = await connected(shared, one);
    await one.phone.call(id).mute();
    await one.phone.call(id).hold();
    await delivered();
    const { activeAt } = onlyCall(one);
    await one.leave();
    assert.equal(onlyCall(other).kept?.waitsFor, 'page');
    assert.equal(shared.signaling.calls('end').length, 0);
    await shared.clock.advance(1_000);
    const next = await shared.open('first');
    await delivered();
    const call = onlyCall(next);
    assert.equal(call.page, next.id);
    assert.equal(call.kept, undefined);
    assert.deepEqual([call.muted, call.hold, call.activeAt], [true, 'held', activeAt]);
    const session = next.media.session(id);
    assert.deepEqual([session?.muted, session?.held], [true, true]);
    assert.deepEqual(next.media.calls('offer')[0]?.[1], { direction: 'sendonly', fresh: true });
    assert.equal(shared.signaling.calls('reinvite').length, 2);
    assert.equal(other.media.open.sessions, 0);
  });

  it('is muted in the next page before its microphone opens', async () => {
    const shared = await line();
    const one = await shared.open('first');
    const id = await connected(shared, one);
    await one.phone.call(id).mute();
    await one.leave();
    const next = await shared.open('first');
    await delivered();
    const names = next.media.commands.map(({ name }) => name);
    assert.ok(names.indexOf('setMuted') < names.indexOf('openMicrophone'));
    assert.equal(next.media.session(id)?.microphone, true);
  });

  it('goes to another tab once its person turns to it', async () => {
    const shared = await line();
    const [one, other] = [await shared.open(), await shared.open()];
    const id = await connected(shared, one);
    await one.leave();
    assert.equal(other.media.session(id), undefined);
    await other.focus();
    assert.ok(other.media.session(id)?.microphone);
    assert.equal(onlyCall(other).page, other.id);
  });

  it('goes to another tab when no page comes into its own', async () => {
    const shared = await line();
    const [one, other] = [await shared.open(), await shared.open()];
    const id = await connected(shared, one);
    await one.leave();
    await shared.clock.advance(3_500);
    await delivered();
    assert.ok(other.media.session(id)?.microphone);
  });

  it('goes to another tab at once when its own has crashed', async () => {
    const shared = await line();
    const [one, other] = [await shared.open(), await shared.open()];
    const id = await connected(shared, one);
    await one.crash();
    assert.ok(other.media.session(id)?.microphone);
  });

  it('is hung up on when no page comes in time', async () => {
    const shared = await line();
    const one = await shared.open();
    await connected(shared, one);
    await one.leave();
    await shared.clock.advance(19_000);
    assert.equal(onlyCall(shared).status, 'active');
    assert.ok(onlyCall(shared).kept);
    await shared.clock.advance(1_500);
    assert.equal(shared.signaling.calls('end').length, 1);
    const { status, ended, kept } = onlyCall(shared);
    assert.deepEqual([status, ended?.code, kept], ['ended', 'media/no-page', undefined]);
  });

  it('is heard without a microphone where the next page may not open it', async () => {
    const shared = await line();
    const one = await shared.open('first');
    const id = await connected(shared, one);
    await one.leave();
    const next = await shared.open('first', (media) =>
      media.failNext('openMicrophone', new CadranError('media/permission-denied')),
    );
    await delivered();
    assert.equal(onlyCall(next).kept, undefined);
    assert.ok(next.media.session(id));
    const [warning] = next.phone.state.get().warnings;
    assert.deepEqual([warning?.code, warning?.callId], ['media/permission-denied', id]);
  });

  it('that was not answered yet gets its sound once it is', async () => {
    const shared = await line();
    const one = await shared.open('first');
    const id = await one.phone.dial('bob');
    await delivered();
    shared.signaling.far.rings(id);
    await one.leave();
    const next = await shared.open('first');
    assert.equal(onlyCall(next).status, 'ringing');
    shared.signaling.far.answers(id);
    await delivered();
    const call = onlyCall(next);
    assert.deepEqual([call.status, call.kept, call.page], ['active', undefined, next.id]);
    assert.equal(shared.signaling.calls('reinvite').length, 1);
    assert.ok(next.media.session(id)?.microphone);
  });

  it('moves by hand, and back', async () => {
    const shared = await line();
    const [one, other] = [await shared.open(), await shared.open()];
    const id = await connected(shared, one);
    await other.phone.call(id).takeHere();
    await delivered();
    assert.deepEqual([one.media.open.sessions, other.media.open.sessions], [0, 1]);
    assert.equal(onlyCall(one).page, other.id);
    await one.phone.call(id).takeHere();
    await delivered();
    assert.deepEqual([one.media.open.sessions, other.media.open.sessions], [1, 0]);
    assert.equal(onlyCall(one).kept, undefined);
  });

  it('comes back with a page that the browser had put away', async () => {
    const shared = await line();
    const one = await shared.open('first');
    const id = await connected(shared, one);
    await one.change('left');
    assert.equal(one.media.session(id), undefined);
    assert.ok(onlyCall(shared).kept);
    await one.change('back');
    await delivered();
    assert.equal(onlyCall(one).kept, undefined);
    assert.ok(one.media.session(id)?.microphone);
  });
});
