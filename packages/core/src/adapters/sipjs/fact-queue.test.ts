import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FactQueue } from './fact-queue.js';

test('facts are told in order, later, and whatever a listener throws', async () => {
  const errors: unknown[] = [];
  const queue = new FactQueue((error) => errors.push(error));
  const told: string[] = [];
  queue.listen((fact) => {
    if (fact.type !== 'ended') return;
    told.push(fact.id);
    if (fact.id === 'one') queue.push({ ...fact, id: 'three' });
    if (fact.id === 'two') throw new Error('of the listener');
  });
  for (const id of ['one', 'two']) queue.push({ type: 'ended', id, by: 'local', reason: 'hangup' });
  assert.deepEqual(told, []);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(told, ['one', 'two', 'three']);
  assert.equal(errors.length, 1);
});

test('not even a listener for errors that throws stops the next fact', (context) => {
  const tasks: (() => void)[] = [];
  context.mock.method(globalThis, 'queueMicrotask', (task: () => void) => tasks.push(task));
  const queue = new FactQueue((error) => {
    throw error;
  });
  const told: string[] = [];
  queue.listen((fact) => {
    told.push(fact.type);
    if (told.length === 1) throw new Error('of the listener');
  });
  queue.push({ type: 'trying', id: 'one' });
  assert.throws(() => tasks.shift()?.(), /of the listener/);
  queue.push({ type: 'trying', id: 'one' });
  tasks.shift()?.();
  assert.deepEqual(told, ['trying', 'trying']);
});
