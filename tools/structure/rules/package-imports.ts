import { isTest, type SourceFile } from '../project.js';
import { importsOf, type Import } from '../imports.js';
import type { Rule } from '../rule.js';

type PackageName = 'core' | 'elements' | 'switchboard';

/** What each package may import besides its own files (docs/architecture.md). */
const allowed: Record<PackageName, RegExp> = {
  core: /^idb$/,
  elements: /^(@cadran\/core(\/phone)?|lit|lit\/.+|@lit\/context)$/,
  switchboard: /^(node:.+|ws|werift)$/,
};

const sipFolder = 'packages/core/src/adapters/sipjs/';

const inTests =
  /^(node:.+|@open-wc\/testing|@web\/test-runner-commands|fast-check|puppeteer-core|@cadran\/core\/testing|@cadran\/elements(\/.+)?)$/;

/** demos -> elements -> core; switchboard stands alone; sip.js in one folder. */
export const packageImports: Rule = {
  name: 'package imports',
  check({ files }) {
    const all = files.flatMap((file) => importsOf(file).map((made) => ({ file, made })));
    const problems = all
      .map(({ file, made }) => ({ file: file.path, line: made.line, text: objection(file, made) }))
      .filter(
        (problem): problem is typeof problem & { text: string } => problem.text !== undefined,
      );
    return { looked: all.length, what: 'imports', problems };
  },
};

function objection(file: SourceFile, { specifier, target }: Import): string | undefined {
  const [, folder = ''] = file.path.split('/');
  const home = `packages/${folder}/src/`;
  if (target !== undefined) {
    const isNear = target.startsWith(home) || (isTest(file) && testSupport(folder).test(target));
    return isNear ? undefined : `${specifier} leaves the package: import it by name`;
  }
  if (/^sip\.js(\/|$)/.test(specifier)) {
    return file.path.startsWith(sipFolder) ? undefined : `sip.js is imported only in ${sipFolder}`;
  }
  if (allowed[folder as PackageName].test(specifier)) return undefined;
  if (isTest(file) && inTests.test(specifier)) return undefined;
  return `${folder} may not import ${specifier}`;
}

/** Tests may lean on files beside the sources, which are not published. */
function testSupport(folder: string): RegExp {
  return new RegExp(`^(test/support|packages/${folder})/`);
}
