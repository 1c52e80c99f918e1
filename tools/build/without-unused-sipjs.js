// @ts-check
/** What sip.js's core imports and the phone does not call yet: subscriptions and publications. */
const unused =
  /\/sip\.js\/lib\/core\/(dialogs\/subscription-dialog|user-agents\/(re-subscribe|subscribe|publish)-user-agent-client)\.js$/;

/**
 * Leaves modules of sip.js out that nothing reaches; a call that reaches one all the same says so.
 *
 * @returns {import('rollup').Plugin}
 */
export function withoutUnusedSipjs() {
  return {
    name: 'without-unused-sipjs',
    transform(code, id) {
      if (!unused.test(id)) return null;
      const names = [...code.matchAll(/^export class (\w+)/gm)].map(([, name]) => name);
      if (names.length === 0) this.error(`no class to leave out in ${id}`);
      const stub = (/** @type {string | undefined} */ name) =>
        `export class ${name} { constructor() { throw new Error('${name} is not part of this build'); } }`;
      return { code: names.map(stub).join('\n'), map: { mappings: '' } };
    },
  };
}
