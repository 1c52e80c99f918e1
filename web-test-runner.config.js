// @ts-check
import { fileURLToPath } from 'node:url';

import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import * as puppeteer from 'puppeteer-core';

import {
  chromiumArguments,
  findFirefox,
  firefoxPreferences,
  requireChromium,
} from './tools/browser.mjs';
import { plainReporter } from './tools/browser-tests/plain-reporter.js';
import { strictCsp } from './tools/browser-tests/strict-csp.js';
import { fakeMicrophone } from './tools/microphone.mjs';
import { asBuilt } from './tools/test/sipjs-source.mjs';
import { testFiles } from './tools/test/test-files.mjs';

/** @type {import('./tools/browser-tests/strict-csp.js').Violation[]} */
const violations = [];
const firefox = findFirefox();
const files = testFiles('browser');
const mediaFiles = files.filter((file) => file.startsWith('packages/core/src/adapters/browser/'));

const inChromium = chromeLauncher({
  concurrency: 2,
  launchOptions: {
    executablePath: requireChromium(),
    args: [...chromiumArguments, fakeMicrophone()],
  },
});

/**
 * Firefox has its own WebRTC and its own fake devices, so the media adapter is tried in both.
 *
 * @param {string} executablePath
 */
function inFirefox(executablePath) {
  return chromeLauncher({
    puppeteer,
    concurrency: 1,
    launchOptions: {
      browser: 'firefox',
      executablePath,
      extraPrefsFirefox: firefoxPreferences,
    },
  });
}

/** In the browser, too, sip.js is what the bundles have of it. @type {import('@web/test-runner').TestRunnerPlugin} */
const sipjsAsBuilt = {
  name: 'sipjs-as-built',
  transform({ path, body }) {
    return path.includes('/sip.js/lib/') ? asBuilt(String(body), path) : undefined;
  },
};

/** @type {import('@web/test-runner').TestRunnerConfig} */
export default {
  rootDir: fileURLToPath(new URL('.', import.meta.url)),
  groups: [
    { name: 'chromium', files, browsers: [inChromium] },
    ...(firefox && mediaFiles.length > 0
      ? [{ name: 'firefox', files: mediaFiles, browsers: [inFirefox(firefox)] }]
      : []),
  ],
  nodeResolve: { exportConditions: ['source', 'development'] },
  plugins: [
    sipjsAsBuilt,
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('tsconfig.base.json', import.meta.url)),
    }),
  ],
  middleware: [strictCsp(violations)],
  reporters: [plainReporter(violations)],
  testFramework: { config: { timeout: 10_000 } },
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 120_000,
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  coverageConfig: {
    include: ['packages/core/src/**/*.ts'],
    exclude: ['**/*.test.ts'],
    reporters: ['lcovonly'],
    reportDir: 'coverage/browser',
  },
};
