// @ts-check
/**
 * Makes of each dynamic import a file beside, which stands alone: no file of the script tag imports another at once, so
 * that none is loaded twice under two addresses (`/cadran.js?v=2` and `/cadran.js`). The query of a file goes on to the
 * files it loads, which makes one version of them all. A file that could not be loaded is asked for again by an address
 * of its own, because some browsers remember the failure of the first for as long as the page is open.
 *
 * @param {Readonly<Record<string, string>>} files by the specifier of the import, the address of the file
 * @param {readonly string[]} inside specifiers of what is a part of the file that imports it all the same
 * @returns {import('rollup').Plugin}
 */
export function lazyFiles(files, inside = []) {
  return {
    name: 'lazy-files',
    resolveDynamicImport(specifier) {
      if (typeof specifier !== 'string' || inside.includes(specifier)) return null;
      const id = files[specifier] ?? specifier;
      return { id, external: true };
    },
    generateBundle(_options, bundle) {
      const loaded = Object.values(bundle).flatMap((file) =>
        'dynamicImports' in file ? file.dynamicImports : [],
      );
      const unnamed = loaded.filter((id) => !Object.values(files).includes(id));
      if (unnamed.length > 0) this.error(`no file is named for ${unnamed.join(', ')}`);
    },
    renderDynamicImport() {
      return {
        left: `((file) => {
          const address = file + new URL(import.meta.url).search;
          return import(address).catch(() => import(address + '#' + Date.now()));
        })(`,
        right: ')',
      };
    },
  };
}
