import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { setTimeout as later } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import type { Browser, Page } from 'puppeteer-core';

import {
  readExamples,
  treatmentOf,
  type Example,
  type Treatment,
} from '../../tools/doc-examples/examples.js';
import { serveExamples, type ExampleSite } from '../../tools/doc-examples/serve.js';
import { fileOf, typeProblems } from '../../tools/doc-examples/typecheck.js';
import { quotationProblems, wordProblems } from '../../tools/doc-examples/words.js';
import { root } from '../../tools/test/test-files.mjs';
import { launchChromium } from '../support/browser.mjs';

const patience = 20_000;
const examples = readExamples();
const isProgram = ({ language, marks }: Example): boolean =>
  (language === 'js' || language === 'ts') && !marks.some((mark) => mark.startsWith('from='));

let browser: Browser;
let site: ExampleSite;
let types: Map<Example, string[]>;

before(async () => {
  types = typeProblems(examples.filter(isProgram));
  [browser, site] = await Promise.all([launchChromium(), serveExamples(examples)]);
});

after(async () => {
  await browser.close();
  await site.close();
});

/** Opens the example's page, waits until nothing is `missing`, and holds that nothing went wrong on the way. */
async function visit(example: Example, missing: () => string[]): Promise<void> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  const said: string[] = [];
  page.on('console', (entry) => {
    said.push(entry.text());
    if (entry.type() === 'error') troubles.push(entry.text());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()} ${response.url()}`);
  });
  try {
    await page.goto(site.open(example));
    const left = await leftMissing(page, missing, troubles);
    // An example that got stuck has said how far it came.
    const last = left.length > 0 ? said.slice(-5) : [];
    assert.deepEqual([...troubles, ...left, ...last], []);
  } finally {
    await context.close();
  }
}

/** What is still missing when patience or the page has come to an end. */
async function leftMissing(
  page: Page,
  missing: () => string[],
  troubles: readonly string[],
): Promise<string[]> {
  const end = performance.now() + patience;
  let left = await page.evaluate(missing);
  while (left.length > 0 && performance.now() < end && troubles.length === 0) {
    await later(50);
    left = await page.evaluate(missing);
  }
  return left;
}

/** Tags of ours that nobody defined, lines that are not registered. Runs in the page. */
function notUpgradedOrRegistered(): string[] {
  const ours = [...document.querySelectorAll('*')].filter(({ localName }) =>
    localName.startsWith('cadran-'),
  );
  const lines = ours.filter(({ localName }) => localName === 'cadran-phone') as (Element & {
    phone?: { state: { get(): { registration: { status: string } } } };
  })[];
  const statuses = lines.map(({ phone }) => phone?.state.get().registration.status ?? 'no phone');
  return [
    ...(ours.length > 0 ? [] : ['no element of ours']),
    ...ours
      .filter((each) => !each.matches(':defined'))
      .map(({ localName }) => `undefined: ${localName}`),
    ...statuses.filter((status) => status !== 'registered'),
  ];
}

const tests: Record<Treatment, (example: Example) => Promise<void> | void> = {
  page: (example) => visit(example, notUpgradedOrRegistered),
  'run in a page': (example) =>
    visit(example, () => ('exampleEnded' in globalThis ? [] : ['its last line was not reached'])),
  'run in Node': async (example) => {
    const parameters = ['--conditions=source', '--import', 'tsx', fileOf(example)];
    await promisify(execFile)('node', parameters, { cwd: root, timeout: patience });
  },
  script: () => undefined, // fetched and run by the page that names it
  types: () => undefined,
  words: (example) => {
    assert.deepEqual(wordProblems(example), []);
  },
  quotation: (example) => {
    assert.deepEqual(quotationProblems(example), []);
  },
  none: () => undefined,
};

describe('examples of the documentation', () => {
  it('exist', () => {
    assert.ok(examples.some(({ language }) => language === 'html'));
    assert.ok(examples.some(isProgram));
  });
  for (const example of examples) {
    it(`${example.file}:${example.line} ${[example.language, ...example.marks].join(' ')}`, async () => {
      const treatment = treatmentOf(example);
      assert.deepEqual(types.get(example) ?? [], []);
      await tests[treatment](example);
    });
  }
});
