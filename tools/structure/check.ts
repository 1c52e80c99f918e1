/** Holds the sources against the laws of the house (docs/architecture.md). */
import { readProject } from './project.js';
import { barrels } from './rules/barrels.js';
import { classSize } from './rules/class-size.js';
import { coreLayers } from './rules/core-layers.js';
import { defineFiles } from './rules/define-files.js';
import { docLinks } from './rules/doc-links.js';
import { elementDocs } from './rules/element-docs.js';
import { exportedAny } from './rules/exported-any.js';
import { fileSize } from './rules/file-size.js';
import { forbiddenText } from './rules/forbidden-text.js';
import { functionSize } from './rules/function-size.js';
import { importCycles } from './rules/import-cycles.js';
import { moduleWork } from './rules/module-work.js';
import { names } from './rules/names.js';
import { packageImports } from './rules/package-imports.js';
import { suppressions } from './rules/suppressions.js';

const rules = [
  packageImports,
  coreLayers,
  importCycles,
  fileSize,
  functionSize,
  classSize,
  names,
  barrels,
  moduleWork,
  defineFiles,
  elementDocs,
  exportedAny,
  suppressions,
  docLinks,
  forbiddenText,
];

const project = readProject();
let failed = 0;
for (const rule of rules) {
  const { looked, what, problems, note } = rule.check(project);
  const ok = looked > 0 && problems.length === 0;
  if (!ok) failed += 1;
  const seen = looked === 0 ? `nothing to look at: no ${what}` : `${looked} ${what}`;
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${rule.name}: ${seen}${note ? `, ${note}` : ''}`);
  for (const { file, line, text } of problems) {
    console.log(`       ${file}${line === undefined ? '' : `:${line}`} ${text}`);
  }
}
console.log(`${rules.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
