import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { parseExamples, treatmentOf } from './examples.js';
import { quotationProblems, wordProblems } from './words.js';

const page = [
  'Text',
  '',
  '```js file=a.js',
  'const a = 1;',
  '```',
  '',
  '- a list',
  '',
  '    goes on here',
  '',
  'Text',
  '',
  '    npm start',
  '',
  '````text',
  '```',
  '````',
].join('\n');

describe('examples', () => {
  it('are the fenced and the indented blocks of a page', () => {
    const found = parseExamples('a.md', page);
    assert.deepEqual(
      found.map(({ language, marks, line, text }) => [language, marks.join(' '), line, text]),
      [
        ['js', 'file=a.js', 3, 'const a = 1;'],
        ['', '', 13, '    npm start'],
        ['text', '', 15, '```'],
      ],
    );
  });
  it('say how they are tested', () => {
    const treat = (info: string, text = ''): string => {
      const [first] = parseExamples('a.md', `\`\`\`${info}\n${text}\n\`\`\``);
      assert.ok(first);
      return treatmentOf(first);
    };
    assert.equal(treat('html'), 'page');
    assert.equal(treat('js'), 'run in a page');
    assert.equal(
      treat('ts', "import { createSwitchboard } from '@cadran/switchboard';"),
      'run in Node',
    );
    assert.equal(treat('js check'), 'types');
    assert.equal(treat('js file=a.js'), 'script');
    assert.equal(treat('text'), 'none');
    for (const info of ['', 'php', 'js later', 'html check', 'js check file=a.js']) {
      assert.throws(() => treat(info), info);
    }
  });
  it('name scripts that exist', () => {
    const problems = (text: string): string[] =>
      wordProblems({ file: 'a.md', line: 1, language: 'sh', marks: [], text });
    assert.deepEqual(
      problems(
        'npm start # go\nPORT=1 npm test -- --only=node\nnpm run build && npx changeset\ncd x',
      ),
      [],
    );
    assert.equal(problems('npm run dance').length, 1);
    assert.equal(problems('npx @cadran/nothing').length, 1);
    assert.equal(problems('make all').length, 1);
  });
  it('quote what is there, in its order', () => {
    const marks = ['from=tools/doc-examples/words.ts'];
    const problems = (text: string): string[] =>
      quotationProblems({ file: 'a.md', line: 1, language: 'ts', marks, text });
    const first = "import path from 'node:path';";
    const second = 'function read(file: string): string {';
    assert.deepEqual(problems(`${first}\n// ...\n  ${second}`), []);
    assert.deepEqual(problems(`${second}\n${first}`), [first]);
    assert.deepEqual(problems('const never = 1;'), ['const never = 1;']);
  });
  it('hold data that parses', () => {
    const example = { file: 'a.md', line: 1, language: 'json', marks: [] };
    assert.deepEqual(wordProblems({ ...example, text: '{ "a": 1 }' }), []);
    assert.equal(wordProblems({ ...example, text: '{ a: 1 }' }).length, 1);
  });
});
