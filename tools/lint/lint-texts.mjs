// @ts-check
/**
 * Lints texts as if they were the content of files that exist, given as JSON on standard input, and
 * prints for each the rules that object. A process of its own: under the `source` condition of our
 * tests, one of ESLint's plugins would load the sources of its own dependencies.
 */
import { text } from 'node:stream/consumers';

import { ESLint } from 'eslint';

/** @type {{ text: string, file: string }[]} */
const texts = JSON.parse(await text(process.stdin));
const eslint = new ESLint();
const results = [];
for (const each of texts) {
  const [result] = await eslint.lintText(each.text, { filePath: each.file });
  results.push(result?.messages.map(({ ruleId, message }) => ruleId ?? message) ?? []);
}
console.log(JSON.stringify(results));
