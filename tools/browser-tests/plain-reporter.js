// @ts-check
/** A web-test-runner reporter: failures in full, then one line `N passed, N failed`. */

/** @typedef {import('@web/test-runner').TestSession} Session */
/** @typedef {import('@web/test-runner').TestSuiteResult} Suite */
/** @typedef {import('@web/test-runner').TestResultError} Failure */
/** @typedef {{ passed: number, failed: number, skipped: number, lines: string[] }} Sum */

/** @param {import('./strict-csp.js').Violation[]} violations */
export function plainReporter(violations) {
  return {
    /** @param {{ sessions: Session[] }} run */
    onTestRunFinished({ sessions }) {
      /** @type {Sum} */
      const sum = { passed: 0, failed: 0, skipped: 0, lines: [] };
      for (const session of sessions) addSession(sum, session);
      // The terminal is redrawn after this hook, which would wipe out anything written now; and
      // a violation may still be on its way.
      process.once('exit', () => {
        addViolations(sum, violations, sessions);
        const skipped = sum.skipped ? `${sum.skipped} skipped, ` : '';
        console.log(
          [...sum.lines, `${skipped}${sum.passed} passed, ${sum.failed} failed`].join('\n'),
        );
        if (sum.failed > 0) process.exitCode = 1;
      });
    },
  };
}

/**
 * @param {Sum} sum
 * @param {Session} session
 */
function addSession(sum, session) {
  const before = sum.failed;
  for (const log of session.logs)
    sum.lines.push(`${session.testFile}: ${log.map(String).join(' ')}`);
  for (const url of session.request404s) fail(sum, session, `not found: ${url}`);
  for (const error of session.errors) fail(sum, session, session.testFile, error);
  const result = session.testResults;
  if (result) addSuite(sum, session, result, '');
  const silent = !result || countTests(result) === 0;
  if (silent && sum.failed === before) fail(sum, session, 'the file ran no test');
}

/**
 * @param {Sum} sum
 * @param {Session} session
 * @param {Suite} suite
 * @param {string} prefix
 */
function addSuite(sum, session, suite, prefix) {
  for (const test of suite.tests) {
    if (test.skipped) sum.skipped += 1;
    else if (test.passed) sum.passed += 1;
    else fail(sum, session, `${prefix}${test.name}`, test.error);
  }
  for (const inner of suite.suites) addSuite(sum, session, inner, `${prefix}${inner.name} > `);
}

/**
 * @param {Suite} suite
 * @returns {number}
 */
function countTests(suite) {
  return suite.suites.reduce((count, inner) => count + countTests(inner), suite.tests.length);
}

/**
 * @param {Sum} sum
 * @param {Session} session
 * @param {string} what
 * @param {Failure} [error]
 */
function fail(sum, session, what, error) {
  sum.failed += 1;
  sum.lines.push(`\nFAILED [${session.browser.name}] ${session.testFile}: ${what}`);
  if (!error) return;
  sum.lines.push(`${error.name ?? 'Error'}: ${error.message}`);
  if (error.expected !== undefined) sum.lines.push(`expected: ${error.expected}`);
  if (error.actual !== undefined) sum.lines.push(`  actual: ${error.actual}`);
  if (error.stack) sum.lines.push(error.stack);
}

/**
 * @param {Sum} sum
 * @param {import('./strict-csp.js').Violation[]} violations
 * @param {Session[]} sessions
 */
function addViolations(sum, violations, sessions) {
  for (const { testFile, text } of violations) {
    const session = sessions.find(({ id }) => id === testFile);
    sum.failed += 1;
    sum.lines.push(`\nFAILED ${session?.testFile ?? testFile}: Content Security Policy: ${text}`);
  }
}
