// @ts-check
import { fileURLToPath } from 'node:url';

import { cemValidatorPlugin } from '@wc-toolkit/cem-validator';
import { modulePathResolverPlugin } from '@wc-toolkit/module-path-resolver';
import { getTsProgram, typeParserPlugin } from '@wc-toolkit/type-parser';

const elements = fileURLToPath(new URL('packages/elements/', import.meta.url));

/** @param {string} className `CadranCallList` @returns {string} `cadran-call-list` */
const tagNameOf = (className) => className.replace(/\B[A-Z]/g, '-$&').toLowerCase();

/** @param {string} module @param {string} extension */
const built = (module, extension) =>
  module.replace(/^src\//, 'dist/').replace(/\.ts$/, `.${extension}`);

/**
 * A class file registers nothing, so the tag cannot be read from it: it follows from the name of the
 * class, and `npm run structure` holds every define file to that.
 */
const tagNames = {
  name: 'tag-names',
  /** @param {{ moduleDoc: { declarations?: Record<string, unknown>[] } }} module */
  moduleLinkPhase({ moduleDoc }) {
    for (const declaration of moduleDoc.declarations ?? []) {
      if (declaration['customElement'] !== true) continue;
      if (!/^Cadran[A-Z]/.test(String(declaration['name']))) continue;
      declaration['tagName'] = tagNameOf(String(declaration['name']));
    }
  },
};

export default {
  globs: ['src/**/*.ts'],
  exclude: ['src/**/*.test.ts', 'src/**/*.styles.ts', 'src/define.ts', 'src/define/*.ts'],
  outdir: '.',
  litelement: true,
  /** @param {{ ts: typeof import('typescript'), globs: string[] }} context */
  overrideModuleCreation({ ts, globs }) {
    const program = getTsProgram(ts, globs, `${elements}tsconfig.json`);
    return program
      .getSourceFiles()
      .filter((source) => globs.some((file) => source.fileName.includes(file)));
  },
  plugins: [
    tagNames,
    typeParserPlugin(),
    modulePathResolverPlugin({
      modulePathTemplate: (module) => built(module, 'js'),
      definitionPathTemplate: (_module, _name, tagName = '') =>
        `dist/define/${tagName.replace(/^cadran-/, '')}.js`,
      typeDefinitionPathTemplate: (module) => built(module, 'd.ts'),
    }),
    cemValidatorPlugin({ packageJsonPath: `${elements}package.json` }),
  ],
};
