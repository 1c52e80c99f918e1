import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { CadranError } from '../kernel/errors.js';
import type { ErrorCode, SipOutcome } from '../kernel/errors.js';
import { createFakeSignaling, createTestPhone, settle } from '../testing.js';
import type { TestPhone } from '../testing.js';
import { retryDelay } from './retry.js';

const registration = ({ phone }: TestPhone) => phone.state.get().registration;
const registers = ({ signaling }: TestPhone): number => signaling.calls('register').length;
const status = (test: TestPhone, connection: 'connected' | 'reconnecting'): void =>
  test.signaling.emit({ type: 'connection', connection: { status: connection } });
const failure = (code: ErrorCode, sip?: SipOutcome): CadranError =>
  new CadranError(code, sip ? { sip } : {});

async function refusedPhone(error: CadranError) {
  const signaling = createFakeSignaling();
  signaling.failNext('register', error);
  return createTestPhone({ signaling, random: () => 0.5 });
}

describe('registration', () => {
  it('says what the wire confirmed, and nothing before', async () => {
    const signaling = createFakeSignaling();
    const grant = signaling.holdNext('register');
    const test = await createTestPhone({ signaling, expires: 300 });
    assert.deepEqual(registration(test), { status: 'registering' });
    assert.deepEqual(signaling.calls('register'), [[{ expires: 300 }]]);
    grant();
    await settle();
    assert.deepEqual(registration(test), {
      status: 'registered',
      expiresAt: test.clock.now() + 600_000,
    });
  });

  for (const [chance, share] of [
    [0, 0.5],
    [0.999999, 0.9],
  ] as const) {
    it(`refreshes at ${share * 100} % of the time granted`, async () => {
      const test = await createTestPhone({ random: () => chance });
      const due = 600_000 * share;
      await test.clock.advance(due - 1_000);
      assert.equal(registers(test), 1);
      const grant = test.signaling.holdNext('register');
      await test.clock.advance(1_000);
      assert.equal(registers(test), 2);
      assert.equal(registration(test).status, 'refreshing');
      assert.ok(registration(test).expiresAt);
      grant();
      await settle();
      assert.equal(registration(test).status, 'registered');
    });
  }

  const final: ErrorCode[] = [
    'registration/wrong-password',
    'registration/unknown-user',
    'registration/forbidden',
    'registration/no-credentials',
  ];
  for (const code of final) {
    it(`does not try again after ${code}, until asked`, async () => {
      const test = await refusedPhone(failure(code, { status: 403 }));
      assert.deepEqual(registration(test), {
        status: 'failed',
        failure: { code, sip: { status: 403 } },
      });
      assert.equal(test.clock.pending, 0);
      await test.clock.advance(3_600_000);
      assert.equal(registers(test), 1);
      await test.phone.registration.register();
      assert.equal(registration(test).status, 'registered');
    });
  }

  it('tries again with a wait that doubles, and says when', async () => {
    const test = await refusedPhone(failure('registration/timeout'));
    assert.deepEqual(registration(test).failure, {
      code: 'registration/timeout',
      retryAt: test.clock.now() + 1_000,
    });
    test.signaling.failNext('register', failure('registration/timeout'));
    await test.clock.advance(1_000);
    assert.equal(registration(test).failure?.retryAt, test.clock.now() + 2_000);
    await test.clock.advance(2_000);
    assert.equal(registration(test).status, 'registered');
  });

  it('never undercuts a Retry-After', async () => {
    const test = await refusedPhone(
      failure('registration/rejected', { status: 503, retryAfter: 30 }),
    );
    await test.clock.advance(29_999);
    assert.equal(registers(test), 1);
    await test.clock.advance(3_001);
    assert.equal(registers(test), 2);
  });

  it('rejects what was asked for by hand', async () => {
    const test = await createTestPhone({ register: false });
    assert.equal(registers(test), 0);
    test.signaling.failNext('register', failure('registration/wrong-password'));
    await assert.rejects(test.phone.registration.register(), {
      code: 'registration/wrong-password',
    });
    status(test, 'reconnecting');
    await assert.rejects(test.phone.registration.register(), { code: 'connection/offline' });
    status(test, 'connected');
    await settle();
    assert.equal(registration(test).status, 'registered');
  });

  it('begins anew when asked by whoever hears of a failure', async () => {
    const test = await createTestPhone({ register: false });
    test.signaling.failNext('register', failure('registration/wrong-password'));
    let again: Promise<void> | undefined;
    test.phone.state.subscribe(({ registration: { status } }) => {
      if (status === 'failed') again ??= test.phone.registration.register();
    });
    await assert.rejects(test.phone.registration.register());
    await again;
    assert.equal(registration(test).status, 'registered');
  });

  it('shares one exchange between all who ask, listeners too', async () => {
    const test = await createTestPhone({ register: false });
    test.phone.state.subscribe(({ registration: { status } }) => {
      if (status === 'registering') void test.phone.registration.register();
    });
    await Promise.all([test.phone.registration.register(), test.phone.registration.register()]);
    assert.equal(registers(test), 1);
  });

  it('is gone with the connection and at once back with it', async () => {
    const test = await createTestPhone();
    status(test, 'reconnecting');
    assert.deepEqual(registration(test), { status: 'unregistered' });
    assert.equal(test.clock.pending, 0);
    status(test, 'connected');
    assert.deepEqual(registration(test), { status: 'registering' });
    await settle();
    assert.equal(registration(test).status, 'registered');
  });

  it('takes nothing from an exchange on a connection that is gone', async () => {
    const signaling = createFakeSignaling();
    const first = signaling.holdNext('register');
    const test = await createTestPhone({ signaling });
    status(test, 'reconnecting');
    status(test, 'connected');
    await settle();
    const expiresAt = registration(test).expiresAt;
    assert.equal(registration(test).status, 'registered');
    first(failure('connection/lost'));
    await settle();
    assert.deepEqual(registration(test), { status: 'registered', expiresAt });
    assert.equal(test.clock.pending, 1);
  });

  it('names what keeps the server out of reach', async () => {
    const test = await createTestPhone({ signaling: createFakeSignaling({ connects: false }) });
    test.signaling.emit({
      type: 'connection',
      connection: { status: 'reconnecting', reason: 'connection/not-sip' },
    });
    assert.deepEqual(registration(test), {
      status: 'failed',
      failure: { code: 'connection/not-sip' },
    });
    test.signaling.emit({ type: 'connection', connection: { status: 'connecting' } });
    assert.equal(registration(test).status, 'unregistered');
  });

  it('is taken back, and stays so', async () => {
    const test = await createTestPhone();
    await test.phone.registration.unregister();
    assert.deepEqual(registration(test), { status: 'unregistered' });
    assert.equal(test.clock.pending, 0);
    status(test, 'reconnecting');
    status(test, 'connected');
    await settle();
    assert.equal(registers(test), 1);
    await test.phone.registration.register();
    assert.equal(registration(test).status, 'registered');
  });

  it('waits for an exchange under way before it is taken back', async () => {
    const signaling = createFakeSignaling();
    const grant = signaling.holdNext('register');
    const test = await createTestPhone({ signaling });
    const unregistering = test.phone.registration.unregister();
    await settle();
    assert.equal(signaling.calls('unregister').length, 0);
    grant();
    await unregistering;
    assert.deepEqual(registration(test), { status: 'unregistered' });
  });
});

describe('retryDelay', () => {
  it('stays below a ceiling, and above a floor', () => {
    const error = failure('registration/timeout');
    assert.equal(
      retryDelay(error, 30, () => 0.5),
      150_000,
    );
    assert.equal(
      retryDelay(error, 1, () => 0),
      500,
    );
  });

  it('does not repeat what a server refused for good', () => {
    const refused = failure('registration/rejected', { status: 405 });
    assert.equal(
      retryDelay(refused, 1, () => 0.5),
      undefined,
    );
    const overloaded = failure('registration/rejected', { status: 503 });
    assert.equal(
      retryDelay(overloaded, 1, () => 0.5),
      1_000,
    );
    const said = new CadranError('registration/rejected', {
      retryable: true,
      sip: { status: 491 },
    });
    assert.equal(
      retryDelay(said, 1, () => 0.5),
      1_000,
    );
  });
});
