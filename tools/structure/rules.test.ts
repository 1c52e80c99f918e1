import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { projectOf } from './project.js';
import type { Rule } from './rule.js';
import { barrels } from './rules/barrels.js';
import { classSize } from './rules/class-size.js';
import { coreLayers } from './rules/core-layers.js';
import { defineFiles } from './rules/define-files.js';
import { linksIn } from './rules/doc-links.js';
import { elementDocs } from './rules/element-docs.js';
import { exportedAny } from './rules/exported-any.js';
import { fileSize } from './rules/file-size.js';
import { forbiddenIn } from './rules/forbidden-text.js';
import { functionSize } from './rules/function-size.js';
import { importCycles } from './rules/import-cycles.js';
import { moduleWork } from './rules/module-work.js';
import { names } from './rules/names.js';
import { packageImports } from './rules/package-imports.js';
import { suppressions } from './rules/suppressions.js';

const core = 'packages/core/src';
const elements = 'packages/elements/src';

/** The texts of the problems a rule finds in a few files. */
function problems(rule: Rule, texts: Record<string, string>): string[] {
  return rule.check(projectOf(texts)).problems.map(({ file, text }) => `${file} ${text}`);
}

function assertOne(found: readonly string[], pattern: RegExp): void {
  assert.equal(found.length, 1, found.join('\n'));
  assert.match(found[0] ?? '', pattern);
}

const lines = (count: number): string => 'const x = 1;\n'.repeat(count);

describe('package imports', () => {
  const check = (file: string, specifier: string): string[] =>
    problems(packageImports, { [file]: `import { x } from '${specifier}';` });

  it('keeps sip.js in one folder', () => {
    assertOne(check(`${core}/call/hold.ts`, 'sip.js/lib/core'), /sip\.js is imported only in/);
    assertOne(check(`${elements}/call/call.ts`, 'sip.js'), /sip\.js is imported only in/);
    assert.deepEqual(check(`${core}/adapters/sipjs/session.ts`, 'sip.js/lib/core'), []);
  });
  it('keeps the direction between packages', () => {
    assertOne(check(`${core}/phone.ts`, 'lit'), /core may not import lit/);
    assertOne(check(`${core}/phone.ts`, '@cadran/elements'), /core may not import/);
    assertOne(check('packages/switchboard/src/index.ts', '@cadran/core'), /may not import/);
    assertOne(
      check(`${elements}/call/call.ts`, '../../../core/src/index.js'),
      /leaves the package/,
    );
    assert.deepEqual(check(`${elements}/call/call.ts`, '@cadran/core'), []);
  });
  it('sees types and dynamic imports', () => {
    assertOne(problems(packageImports, { [`${core}/a.ts`]: "type A = import('lit').A;" }), /lit/);
    assertOne(problems(packageImports, { [`${core}/a.ts`]: "void import('lit');" }), /lit/);
  });
});

describe('core layers', () => {
  const check = (from: string, to: string): string[] =>
    problems(coreLayers, { [`${core}/${from}`]: `import { x } from '${to}';` });

  it('refuses what points outwards', () => {
    assertOne(check('kernel/store.ts', '../ports/media.js'), /kernel may not import ports/);
    assertOne(check('ports/media.ts', '../call/hold.js'), /ports may not import feature call/);
    assertOne(check('adapters/sipjs/session.ts', '../../call/hold.js'), /adapter sipjs may not/);
    assertOne(check('adapters/sipjs/session.ts', '../fake/media.js'), /adapter sipjs may not/);
    assertOne(check('call/hold.ts', '../messaging/send.js'), /feature call may not import feature/);
    assertOne(check('call/hold.ts', '../adapters/sipjs/session.js'), /feature call may not/);
    assertOne(check('call/hold.ts', '../phone.js'), /feature call may not import phone/);
  });
  it('accepts what points inwards', () => {
    for (const inner of ['../kernel/store.js', '../ports/media.js', './mute.js']) {
      assert.deepEqual(check('call/hold.ts', inner), []);
    }
    assert.deepEqual(check('call/hold.ts', '../devices/devices-state.js'), []);
    assert.deepEqual(check('ports/media.ts', '../call/call-state.js'), []);
    assert.deepEqual(check('phone.ts', './call/hold.js'), []);
  });
});

describe('import cycles', () => {
  it('names the way round', () => {
    const found = problems(importCycles, {
      [`${core}/call/a.ts`]: "import type { B } from './b.js';",
      [`${core}/call/b.ts`]: "import './c.js';",
      [`${core}/call/c.ts`]: "export * from './a.js';",
    });
    assertOne(found, /a\.ts -> .*b\.ts -> .*c\.ts -> .*a\.ts$/);
  });
});

describe('sizes', () => {
  it('stops files at 300 lines and tests at 500', () => {
    assertOne(problems(fileSize, { [`${core}/a.ts`]: lines(301) }), /301 lines, at most 300/);
    assert.deepEqual(problems(fileSize, { [`${core}/a.ts`]: lines(300) }), []);
    assert.deepEqual(problems(fileSize, { [`${core}/a.test.ts`]: lines(301) }), []);
    assertOne(problems(fileSize, { [`${core}/a.test.ts`]: lines(501) }), /at most 500/);
  });
  it('stops functions at 60 lines', () => {
    const text = (count: number): string => `const grow = () => {\n${lines(count)}};`;
    assertOne(problems(functionSize, { [`${core}/a.ts`]: text(59) }), /grow has 61 lines/);
    assert.deepEqual(problems(functionSize, { [`${core}/a.ts`]: text(58) }), []);
  });
  it('stops classes and handles at 18 public members', () => {
    const members = (count: number): string =>
      Array.from({ length: count }, (_, index) => `m${index}(): void;`).join('');
    const hidden = 'private p(): void; #q = 1; static s = 1; override o(): void; constructor();';
    const check = (text: string): string[] => problems(classSize, { [`${core}/a.ts`]: text });
    assertOne(check(`declare class A { ${members(19)} ${hidden} }`), /A has 19 public members/);
    assert.deepEqual(check(`declare class A { ${members(18)} ${hidden} }`), []);
    assertOne(check(`interface CallHandle { ${members(19)} }`), /CallHandle has 19/);
  });
});

describe('names and barrels', () => {
  it('refuses drawers and empty words', () => {
    for (const file of ['utils.ts', 'call/types.ts', 'helpers/text.ts', 'call/call-manager.ts']) {
      assertOne(problems(names, { [`${core}/${file}`]: '' }), /says nothing/);
    }
    assertOne(problems(names, { [`${core}/a.ts`]: 'class CallManager {}' }), /what does it do/);
    assertOne(problems(names, { [`${core}/a.ts`]: 'interface IPhone {}' }), /no I prefix/);
    assertOne(problems(names, { [`${core}/a.ts`]: 'class PhoneImpl {}' }), /sets it apart/);
    assert.deepEqual(problems(names, { [`${core}/a.ts`]: 'interface IceServer {}' }), []);
  });
  it('refuses a barrel inside a package', () => {
    assertOne(problems(barrels, { [`${core}/call/index.ts`]: '' }), /barrel/);
    assertOne(problems(barrels, { [`${core}/call/all.ts`]: "export * from './a.js';" }), /barrel/);
    assert.deepEqual(problems(barrels, { [`${core}/index.ts`]: "export * from './a.js';" }), []);
  });
});

describe('module work', () => {
  const check = (text: string, file = `${elements}/call/call.ts`): string[] =>
    problems(moduleWork, { [file]: text });

  it('refuses what runs on import', () => {
    assertOne(check("addEventListener('click', () => {});"), /work at module level/);
    assertOne(check('const node = document.createElement("p");'), /work at module level/);
    assertOne(check('const all = { peer: new RTCPeerConnection() };'), /work at module level/);
    assertOne(check('await Promise.resolve();'), /work at module level/);
    assertOne(check('const answer = fetch("/x");'), /work at module level/);
    assertOne(check("import { f } from './f.js'; f(1);"), /work at module level/);
    assertOne(check('const now = (() => 1)();'), /work at module level/);
  });
  it('accepts values and what runs later', () => {
    assert.deepEqual(
      check("import { f } from './f.js'; const all = [f(1), g(2)]; const g = () => 1;"),
      [],
    );
    assert.deepEqual(check('const later = () => document.title; class A { b = new Audio(); }'), []);
    assert.deepEqual(check("const names = new Set(['a'].map((a) => a)); const s = css`a {}`;"), []);
  });
  it('lets only define files register', () => {
    const text = "export class A {}\ncustomElements.define('cadran-a', A);";
    assert.ok(check(text).some((problem) => problem.includes('only a define file')));
    assert.deepEqual(check(text, `${elements}/define/a.ts`), []);
    assertOne(check("@customElement('cadran-a') class A {}"), /only a define file/);
  });
});

describe('elements', () => {
  const define = {
    [`${elements}/define.ts`]: "import './define/call-list.js';",
    [`${elements}/define/call-list.ts`]: "define('cadran-call-list', CadranCallList);",
  };
  const element = (tags: string, body: string): Record<string, string> => ({
    ...define,
    [`${elements}/call-list/call-list.ts`]: `/** ${tags} */\nexport class CadranCallList extends LitElement {${body}}`,
  });
  const documented = '@summary s\n * @csspart base - b\n * @slot - d';
  const template = 'render() { return html`<div part="base"><slot></slot></div>`; }';

  it('have a define file each', () => {
    assert.deepEqual(problems(defineFiles, element('', '')), []);
    const alone = { [`${elements}/call-list/call-list.ts`]: 'class CadranCallList extends X {}' };
    assertOne(problems(defineFiles, alone), /define\/call-list\.ts is missing/);
    assertOne(
      problems(defineFiles, { ...element('', ''), [`${elements}/define/x.ts`]: '' }),
      /no element/,
    );
    assertOne(
      problems(defineFiles, { ...element('', ''), [`${elements}/define.ts`]: '' }),
      /does not import/,
    );
  });
  it('say what they show, and show what they say', () => {
    const check = (tags: string, body: string): string[] =>
      problems(elementDocs, element(tags, body));
    assert.deepEqual(check(documented, template), []);
    assertOne(check(documented.replace('@summary s', ''), template), /no @summary/);
    assertOne(
      check(`${documented}\n * @csspart row - r`, template),
      /@csspart row is in no template/,
    );
    assertOne(check(documented, template.replace('base', 'base row')), /@csspart row is missing/);
    assertOne(
      check(documented, template.replace('<slot>', '<slot name="x"></slot><slot>')),
      /@slot x is missing/,
    );
    assertOne(check(`${documented}\n * @cssstate held - h`, template), /@cssstate held is in no/);
    assertOne(
      check(documented, `${template} f() { this.toggleState('held', true); }`),
      /@cssstate held is missing/,
    );
    assertOne(
      check(
        documented,
        `${template} static styles = css\`a { gap: var(--cadran-call-list-gap); }\``,
      ),
      /gap is missing/,
    );
    assertOne(
      check(documented, `${template} f() { new CustomEvent('cadran-dial-request'); }`),
      /@fires .* is missing/,
    );
  });
  it('may complete a part name at run time', () => {
    const body = 'render() { return html`<b part="base key-${digit} ${on ? "lit" : ""}"></b>`; }';
    const tags = '@summary s\n * @csspart base - b\n * @csspart key-1 - k\n * @csspart lit - l';
    assert.deepEqual(problems(elementDocs, element(tags, body)), []);
  });
});

describe('exported any', () => {
  const check = (text: string): string[] => problems(exportedAny, { [`${core}/a.ts`]: text });

  it('sees written and inferred ones', () => {
    assertOne(
      check('export const read = (text: string) => JSON.parse(text);'),
      /result of read is any/,
    );
    assertOne(
      check('export function write(value: any): void { void value; }'),
      /value of write is any/,
    );
    assertOne(check('export interface Box { readonly inside: any }'), /Box\.inside is any/);
    assertOne(
      check('export class Box { load(): Promise<any> { return fetch(""); } }'),
      /Box\.load/,
    );
    assert.deepEqual(check('export const read = (text: string): unknown => JSON.parse(text);'), []);
    assert.deepEqual(check('const read = (text: string) => JSON.parse(text); void read;'), []);
  });
});

describe('doc links', () => {
  it('are those to other pages of the repository', () => {
    const page = '[a](b.md#c) [d](https://e.example) [f](#g) [h](../i/)';
    assert.deepEqual(linksIn(page), ['b.md', '../i/']);
  });
});

describe('suppressions and forbidden text', () => {
  it('ask for a reason', () => {
    const comment = '// eslint-disable-next-line ' + 'no-control-regex';
    assertOne(problems(suppressions, { [`${core}/a.ts`]: comment }), /why\?/);
    assert.deepEqual(
      problems(suppressions, { [`${core}/a.ts`]: `${comment} -- bytes of RFC 3261` }),
      [],
    );
  });
  it('find paths of a machine and registry hosts', () => {
    assertOne(
      forbiddenIn('a.md', 'see /' + 'work/main').map(({ text }) => text),
      /path of one machine/,
    );
    assertOne(
      forbiddenIn('a.json', '"resolved":' + ' "http://x/"').map(({ text }) => text),
      /registry/,
    );
    assert.deepEqual(forbiddenIn('a.md', 'see https://example.org/work/shop'), []);
  });
});
