// @ts-check
/** A node:test reporter: failures in full, then one line `N passed, N failed`. */
import { inspect } from 'node:util';

/** @param {AsyncIterable<import('node:test/reporters').TestEvent>} source */
export default async function* report(source) {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for await (const event of source) {
    if (event.type === 'test:stdout' || event.type === 'test:stderr') yield event.data.message;
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue;
    const { data } = event;
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
  yield `${skipped ? `${skipped} skipped, ` : ''}${passed} passed, ${failed} failed\n`;
}

/** @param {unknown} error */
function describe(error) {
  return error instanceof Error ? (error.stack ?? error.message) : inspect(error);
}
