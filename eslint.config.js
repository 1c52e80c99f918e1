import js from '@eslint/js';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const markupTemplates = 'TaggedTemplateExpression[tag.name=/^(html|svg)$/]';

/** Each line is a way into the page that a strict Content Security Policy or Trusted Types closes. */
const platformTraps = [
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|srcdoc)$/]',
    message: 'Text is rendered as text: use a Lit template.',
  },
  {
    selector: `${markupTemplates} TemplateElement[value.raw=/[\\s.](innerHTML|outerHTML|srcdoc)\\s*=/]`,
    message: 'Text is rendered as text: bind content, not markup.',
  },
  {
    selector: `${markupTemplates} TemplateElement[value.raw=/\\sstyle\\s*=/]`,
    message:
      "style-src 'self' blocks style attributes: use a class, a part or style.setProperty().",
  },
  {
    selector: "CallExpression[callee.property.name='setAttribute'][arguments.0.value='style']",
    message: "style-src 'self' blocks style attributes: use style.setProperty().",
  },
  {
    selector:
      'NewExpression[callee.name=/^(Shared)?Worker$/][arguments.0.type=/^(Literal|TemplateLiteral|NewExpression)$/]',
    message: 'Trusted Types block a worker made from a string: pass a TrustedScriptURL.',
  },
  {
    selector: 'CallExpression[callee.property.name=/EventListener$/][arguments.0.value=/unload$/]',
    message: 'unload handlers disable the back/forward cache: use pagehide.',
  },
  {
    selector: 'MemberExpression[property.name=/^on(before)?unload$/]',
    message: 'unload handlers disable the back/forward cache: use pagehide.',
  },
];

const houseStyle = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  { selector: "ExportSpecifier[exported.name='default']", message: 'Named exports only.' },
  { selector: 'TSEnumDeclaration', message: 'A union of string literals instead of an enum.' },
  {
    selector: "TSModuleDeclaration[kind='namespace']",
    message: 'A module instead of a namespace.',
  },
];

const unsafeLit = ['style-map', 'unsafe-html', 'unsafe-svg', 'unsafe-mathml'].flatMap((name) => [
  `lit/directives/${name}.js`,
  `lit-html/directives/${name}.js`,
]);

const timers = ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'];
const pageGlobals = [
  'document',
  'window',
  'navigator',
  'location',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'Audio',
  'AudioContext',
  'MediaStream',
  'RTCPeerConnection',
  'HTMLElement',
];

/** @param {string} message */
const withMessage = (message) => (/** @type {string} */ name) => ({ name, message });
const noDomParser = { name: 'DOMParser', message: 'A Trusted Types sink, and absent in workers.' };
const noTimers = timers.map(withMessage('Time is injected: use the Clock of kernel/clock.'));
const noPage = pageGlobals.map(
  withMessage('The engine runs in workers and Node: go through a port.'),
);

export default defineConfig(
  {
    ignores: [
      '**/dist/',
      '**/fixtures/',
      '.cache/',
      'coverage/',
      'docs/',
      'packages/elements/src/internal/icons.ts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  // A SIP parser looks for control characters on purpose.
  {
    rules: { 'no-control-regex': 'off', 'no-unused-vars': ['error', { ignoreRestSiblings: true }] },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // There are no enums here, and looking for them takes a tenth of the time.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // A port's method is async by contract, whether or not one adapter has something to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
    },
  },
  {
    files: ['packages/**/*.ts', 'test/**/*.ts', 'demos/**/*.js'],
    plugins: { lit, wc, 'lit-a11y': litA11y },
    settings: { litHtmlSources: true },
    rules: {
      ...lit.configs['flat/recommended'].rules,
      ...wc.configs['flat/best-practice'].rules,
      ...litA11y.configs.recommended.rules,
      'lit/lifecycle-super': 'error',
      'lit/no-this-assign-in-render': 'error',
      'lit/no-useless-template-literals': 'error',
      'lit/value-after-constraints': 'error',
      'lit/no-private-properties': ['error', { private: '^_', protected: '^$' }],
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-globals': ['error', noDomParser],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            ...unsafeLit.map(withMessage('Blocked by a strict policy, or a hole in it.')),
            ...['lit/static-html.js', 'lit-html/static.js'].map(
              withMessage('unsafeStatic is a hole in Trusted Types.'),
            ),
          ],
        },
      ],
      'no-restricted-syntax': ['error', ...platformTraps, ...houseStyle],
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'error' },
  },
  {
    files: ['packages/{core,elements}/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Use crypto.getRandomValues().' },
      ],
    },
  },
  {
    files: ['packages/core/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/adapters/**', '**/link/**', '**/kernel/clock.ts'],
    rules: { 'no-restricted-globals': ['error', noDomParser, ...noTimers, ...noPage] },
  },
  {
    files: ['packages/core/src/{adapters/sipjs,adapters/fake,link}/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', noDomParser, ...noPage.slice(0, 2), ...noPage.slice(7)],
    },
  },
  {
    files: ['**/*.test.ts', 'test/contract/*-contract.ts', 'test/support/**/*.ts'],
    languageOptions: { globals: globals.mocha },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // chai: expect(x).to.be.true
      '@typescript-eslint/no-unused-expressions': 'off',
      // node:test: describe() and test() return promises that the runner awaits
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            // @open-wc/semantic-dom-diff types chai's equal() as a promise, which it is not
            { from: 'package', package: 'chai', name: 'Equal' },
            { from: 'package', package: 'node:test', name: ['describe', 'it', 'suite', 'test'] },
          ],
        },
      ],
    },
  },
  {
    files: ['tools/**/*.{js,mjs}', '*.config.js'],
    languageOptions: { globals: globals.node },
  },
  { files: ['demos/**/*.js'], languageOptions: { globals: globals.browser } },
  // Scripts of Node with functions in them that run in a page.
  {
    files: ['test/**/*.mjs'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },
);
