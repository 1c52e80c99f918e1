import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { createManualClock, settle } from '../testing.js';
import { systemClock, wait, within } from './clock.js';
import { createDeferred } from './deferred.js';
import { errorRegistry } from './error-registry.js';
import { CadranError, toCadranError } from './errors.js';
import { freezeDeep } from './freeze.js';
import { createNote } from './log.js';
import type { LogEntry } from './log.js';
import { createQueue } from './queue.js';
import { between, randomName, systemRandom } from './random.js';
import { createScope } from './scope.js';
import { createStore, narrowStore } from './store.js';
import { until } from './until.js';

const ignore = { onListenerError: () => undefined };

describe('store', () => {
  it('tells listeners of changes with the value before, and of nothing else', () => {
    const store = createStore({ count: 0 }, ignore);
    const heard: [number, number][] = [];
    const end = store.subscribe((value, previous) => heard.push([value.count, previous.count]));
    store.update((value) => value);
    store.update(({ count }) => ({ count: count + 1 }));
    end();
    store.update(() => ({ count: 9 }));
    assert.deepEqual(heard, [[1, 0]]);
  });

  it('ends a subscription with its signal, and begins none that has ended', () => {
    const store = createStore({ count: 0 }, ignore);
    const controller = new AbortController();
    let heard = 0;
    store.subscribe(() => heard++, { signal: controller.signal });
    controller.abort();
    store.subscribe(() => heard++, { signal: controller.signal });
    store.update(() => ({ count: 1 }));
    assert.equal(heard, 0);
  });

  it('keeps one bad listener from silencing the others', () => {
    const errors: unknown[] = [];
    const store = createStore({ count: 0 }, { onListenerError: (error) => errors.push(error) });
    let heard = 0;
    store.subscribe(() => {
      throw new Error('bad listener');
    });
    store.subscribe(() => heard++);
    store.update(() => ({ count: 1 }));
    assert.equal(heard, 1);
    assert.equal(errors.length, 1);
  });

  it('does not call a listener that another one ended', () => {
    const store = createStore({ count: 0 }, ignore);
    const ends: (() => void)[] = [];
    let heard = 0;
    store.subscribe(() => ends.forEach((end) => end()));
    ends.push(store.subscribe(() => heard++));
    store.update(() => ({ count: 1 }));
    assert.equal(heard, 0);
  });

  it('tells every listener of changes in their order, also when one of them makes another', () => {
    const store = createStore({ count: 0 }, ignore);
    const heard: [number, number][] = [];
    store.subscribe(({ count }) => {
      if (count < 3) store.update(() => ({ count: count + 1 }));
    });
    store.subscribe((value, previous) => heard.push([value.count, previous.count]));
    store.update(() => ({ count: 1 }));
    assert.deepEqual(heard, [
      [1, 0],
      [2, 1],
      [3, 2],
    ]);
  });

  it('goes on telling after whoever hears of bad listeners threw itself', () => {
    const rethrow = (error: unknown): never => {
      throw error;
    };
    const store = createStore({ count: 0 }, { onListenerError: rethrow });
    const heard: number[] = [];
    store.subscribe(({ count }) => {
      heard.push(count);
      if (count === 1) throw new Error('bad listener');
    });
    assert.throws(() => store.update(() => ({ count: 1 })), /bad listener/);
    store.update(() => ({ count: 2 }));
    assert.deepEqual(heard, [1, 2]);
  });

  it('is frozen to the bottom', () => {
    const store = createStore({ list: [{ name: 'a' }] }, ignore);
    assert.throws(() => store.get().list.push({ name: 'b' }), TypeError);
    store.update(() => ({ list: [{ name: 'c' }] }));
    const first = store.get().list[0];
    assert.throws(() => {
      if (first) first.name = 'd';
    }, TypeError);
  });

  it('shows a part of itself and keeps the rest', () => {
    const store = createStore({ a: 1, b: 2 }, ignore);
    const part = narrowStore<{ a: number; b: number }, { a: number }>(store);
    part.update((value) => value);
    const before = store.get();
    part.update(({ a }) => ({ a: a + 1 }));
    assert.deepEqual(store.get(), { a: 2, b: 2 });
    assert.deepEqual(before, { a: 1, b: 2 });
    assert.equal(part.get().a, 2);
  });
});

describe('until', () => {
  it('resolves with what it waits for, also when that is there already', async () => {
    const store = createStore({ count: 0 }, ignore);
    const controller = new AbortController();
    const waiting = until(store, ({ count }) => count > 1, controller.signal);
    store.update(() => ({ count: 1 }));
    store.update(() => ({ count: 2 }));
    store.update(() => ({ count: 3 }));
    assert.deepEqual(await waiting, { count: 2 });
    assert.deepEqual(await until(store, ({ count }) => count === 3, controller.signal), {
      count: 3,
    });
  });

  it('stops with its signal', async () => {
    const store = createStore({ count: 0 }, ignore);
    const controller = new AbortController();
    const waiting = until(store, () => false, controller.signal);
    controller.abort(new Error('enough'));
    await assert.rejects(waiting, /enough/);
    await assert.rejects(
      until(store, () => true, controller.signal),
      /enough/,
    );
  });
});

describe('freezeDeep', () => {
  it('leaves primitives and frozen things alone', () => {
    const frozen = Object.freeze({ a: 1 });
    assert.equal(freezeDeep(frozen), frozen);
    assert.equal(freezeDeep(7), 7);
    assert.equal(freezeDeep(null), null);
  });
});

describe('queue', () => {
  it('runs one command at a time, in order, past failures', async () => {
    const queue = createQueue();
    const first = createDeferred<string>();
    const order: string[] = [];
    const results = [
      queue.run(() => first.promise.then((value) => order.push(value))),
      queue.run(async () => {
        order.push('second');
        throw new Error('second failed');
      }),
      queue.run(async () => order.push('third')),
    ];
    await settle();
    assert.deepEqual(order, []);
    first.resolve('first');
    const settled = await Promise.allSettled(results);
    assert.deepEqual(order, ['first', 'second', 'third']);
    assert.deepEqual(
      settled.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
  });
});

describe('scope', () => {
  it('ends what it owns once, last first, and what comes late at once', () => {
    const scope = createScope();
    const order: string[] = [];
    scope.add(() => order.push('a'));
    scope.child().add(() => order.push('inner'));
    scope.add(() => order.push('b'));
    scope.end('done');
    scope.end();
    scope.add(() => order.push('late'));
    assert.deepEqual(order, ['b', 'inner', 'a', 'late']);
    assert.equal(scope.signal.reason, 'done');
  });

  it('lets a child end first and forgets it', () => {
    const scope = createScope();
    const child = scope.child();
    let ended = 0;
    child.add(() => ended++);
    child.end();
    assert.equal(scope.signal.aborted, false);
    scope.end();
    assert.equal(ended, 1);
  });
});

describe('clock', () => {
  it('waits, and stops waiting when told', async () => {
    const clock = createManualClock(0);
    const controller = new AbortController();
    let over = false;
    const waiting = wait(clock, 100, controller.signal).then(() => (over = true));
    await clock.advance(99);
    assert.equal(over, false);
    await clock.advance(1);
    await waiting;
    const second = wait(clock, 100, controller.signal);
    controller.abort(new Error('enough'));
    await assert.rejects(second, /enough/);
    await assert.rejects(wait(clock, 1, controller.signal), /enough/);
    assert.equal(clock.pending, 0);
    assert.equal(clock.now(), 100);
  });

  it('gives work a deadline and clears it', async () => {
    const clock = createManualClock(0);
    assert.equal(await within(clock, 10, Promise.resolve('done')), 'done');
    await assert.rejects(within(clock, 10, Promise.reject(new Error('no'))), /no/);
    const late = within(clock, 10, new Promise<string>(() => undefined));
    await clock.advance(10);
    assert.equal(await late, undefined);
    assert.equal(clock.pending, 0);
  });

  it('is the platform one by default', async () => {
    const done = createDeferred<undefined>();
    systemClock.schedule(() => done.resolve(undefined), -5);
    systemClock.schedule(() => done.reject(new Error('was called off')), 0)();
    await done.promise;
    assert.ok(systemClock.now() > 0);
  });
});

describe('random', () => {
  it('stays in range and makes names', () => {
    const value = systemRandom();
    assert.ok(value >= 0 && value < 1);
    assert.equal(
      between(() => 0.5, 10, 20),
      15,
    );
    assert.match(randomName(systemRandom, 'call'), /^call-[0-9a-f]{16}$/);
  });
});

describe('errors', () => {
  it('keeps a coded error and wraps any other', () => {
    const coded = new CadranError('call/not-found');
    assert.equal(toCadranError(coded, 'media/failed'), coded);
    const wrapped = toCadranError(new Error('boom'), 'media/failed');
    assert.equal(wrapped.code, 'media/failed');
    assert.equal(wrapped.message, 'media/failed: boom');
    assert.equal(toCadranError('text', 'media/failed').detail, 'text');
  });

  it('explains every code in whole sentences', () => {
    for (const [code, { summary, cause, remedy }] of Object.entries(errorRegistry)) {
      for (const text of [summary, cause, remedy]) assert.match(text, /^.{10,}\.$/, code);
    }
  });
});

describe('note', () => {
  it('writes to the log and survives one that throws', () => {
    const clock = createManualClock(5);
    const entries: LogEntry[] = [];
    createNote((entry) => entries.push(entry), clock, 'call')('warn', 'something', 1);
    assert.deepEqual(entries, [
      { level: 'warn', area: 'call', message: 'something', at: 5, detail: 1 },
    ]);
    const throwing = createNote(
      () => {
        throw new Error('log');
      },
      clock,
      'call',
    );
    throwing('info', 'nothing happens');
    createNote(undefined, clock, 'call')('info', 'nor here');
  });
});
