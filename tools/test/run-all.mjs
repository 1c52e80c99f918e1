// @ts-check
/** Runs steps side by side, as many as there are processors, and prints each as it ends. */
import { availableParallelism } from 'node:os';

import { runStep } from './run-step.mjs';

/**
 * @typedef {import('./run-step.mjs').Step} Step
 * @typedef {import('./run-step.mjs').Outcome} Outcome
 */

/**
 * @param {Step[]} steps
 * @param {(step: Step, outcome: Outcome) => void} onEnd
 * @returns {Promise<{ passed: number, failed: number }>} the sums over all steps
 */
export async function runAll(steps, onEnd) {
  const lanes = Math.min(Math.max(2, availableParallelism()), 4);
  /** @type {Map<string, Promise<void>>} */
  const running = new Map();
  /** @type {Map<string, Outcome>} */
  const ended = new Map();
  const waiting = [...steps];

  while (waiting.length > 0 || running.size > 0) {
    const next = waiting.find((step) => mayStart(step, steps, ended));
    const alone = next?.alone ?? [...running.keys()].some((name) => isAlone(name, steps));
    if (next && running.size < lanes && (!alone || running.size === 0)) {
      waiting.splice(waiting.indexOf(next), 1);
      running.set(
        next.name,
        attempt(next, ended).then((outcome) => {
          running.delete(next.name);
          ended.set(next.name, outcome);
          onEnd(next, outcome);
        }),
      );
    } else {
      await Promise.race(running.values());
    }
  }
  return [...ended.values()].reduce(
    (sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }),
    { passed: 0, failed: 0 },
  );
}

/**
 * @param {Step} step
 * @param {Step[]} steps
 * @param {Map<string, Outcome>} ended
 */
function mayStart({ after = [] }, steps, ended) {
  return after.every((name) => ended.has(name) || !steps.some((step) => step.name === name));
}

/**
 * @param {string} name
 * @param {Step[]} steps
 */
function isAlone(name, steps) {
  return steps.find((step) => step.name === name)?.alone ?? false;
}

/**
 * @param {Step} step
 * @param {Map<string, Outcome>} ended
 * @returns {Promise<Outcome>}
 */
async function attempt(step, ended) {
  const broken = step.after?.find((name) => (ended.get(name)?.failed ?? 0) > 0);
  if (broken === undefined) return runStep(step);
  return { passed: 0, failed: 1, seconds: 0, output: `not run: ${broken} failed\n` };
}
