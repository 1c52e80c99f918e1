// @ts-check
/** A node:test reporter: failures in full, the slowest files, then one line `N passed, N failed`. */
import path from 'node:path';
import { inspect } from 'node:util';

/** @param {AsyncIterable<import('node:test/reporters').TestEvent>} source */
export default async function* report(source) {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  /** @type {Map<string, number>} */
  const times = new Map();
  for await (const event of source) {
    if (event.type === 'test:stdout' || event.type === 'test:stderr') yield event.data.message;
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue;
    const { data } = event;
    if (data.nesting === 0) {
      const file = path.basename(data.file ?? '');
      times.set(file, (times.get(file) ?? 0) + data.details.duration_ms);
    }
    if (event.type === 'test:fail') {
      const { error } = event.data.details;
      // A suite or a file fails with its tests, which were already reported.
      if ('failureType' in error && error.failureType === 'subtestsFailed') continue;
      failed += 1;
      // No line: it would be one of the transpiled file. The stack has the right one.
      yield `\nFAILED ${data.file ?? ''}: ${data.name}\n${describe(error.cause ?? error)}\n`;
    } else if (data.skip !== undefined) {
      skipped += 1;
      yield `skipped: ${data.name} (${data.skip === true ? 'no reason given' : data.skip})\n`;
    } else if (data.details.type !== 'suite') {
      passed += 1;
    }
  }
  yield `slowest: ${slowest(times)}\n`;
  yield `${skipped ? `${skipped} skipped, ` : ''}${passed} passed, ${failed} failed\n`;
}

/** @param {Map<string, number>} times milliseconds by file */
function slowest(times) {
  const files = [...times].sort(([, one], [, other]) => other - one).slice(0, 8);
  return files.map(([file, time]) => `${file} ${(time / 1000).toFixed(0)} s`).join(', ');
}

/** @param {unknown} error */
function describe(error) {
  return error instanceof Error ? (error.stack ?? error.message) : inspect(error);
}
