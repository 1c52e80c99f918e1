// @ts-check

/**
 * What the analyzer gathered of a file, as far as it is used here.
 *
 * @typedef {{ kind: string, name: string, module?: string }} Reference
 * @typedef {Reference & { customElement?: boolean, tagName?: string, superclass?: Reference }} Declaration
 * @typedef {{ kind: string, name: string, declaration: Reference }} Export
 * @typedef {{ path: string, declarations?: Declaration[], exports?: Export[] }} Module
 */

/** @param {string} className `CadranCallList` @returns {string} `call-list` */
const nameOf = (className) =>
  className
    .replace(/^Cadran/, '')
    .replace(/\B[A-Z]/g, '-$&')
    .toLowerCase();

/** @param {string} path */
const built = (path) => path.replace(/^src\//, 'dist/').replace(/\.ts$/, '.js');

/**
 * Leaves the public elements, now that base classes have given what is inherited from them, under the
 * paths they have in the package. A class file registers nothing, so the tag cannot be read from it: it
 * follows from the name of the class, and `npm run structure` holds every define file to that.
 */
const publicElements = {
  name: 'public-elements',
  /** @param {{ customElementsManifest: { schemaVersion: string, modules: Module[] } }} context */
  packageLinkPhase({ customElementsManifest: manifest }) {
    manifest.schemaVersion = '2.1.0';
    manifest.modules = manifest.modules.flatMap(
      ({ declarations = [], exports = [], ...module }) => {
        const element = declarations.find(
          ({ name }) => module.path === `src/${nameOf(name)}/${nameOf(name)}.ts`,
        );
        if (!element) return [];
        const { superclass: _, ...rest } = element;
        const path = built(module.path);
        const tagName = `cadran-${nameOf(element.name)}`;
        return {
          ...module,
          path,
          declarations: [{ ...rest, customElement: true, tagName }],
          exports: exports
            .filter(({ name }) => name === element.name)
            .map((each) => ({ ...each, declaration: { ...each.declaration, module: path } })),
        };
      },
    );
  },
};

export default {
  globs: ['src/**/*.ts'],
  exclude: ['src/**/*.{test,stories,styles}.ts', 'src/define.ts', 'src/define/*.ts'],
  outdir: '.',
  litelement: true,
  plugins: [publicElements],
};
