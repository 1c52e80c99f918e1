// @ts-check
import MagicString from 'magic-string';

/**
 * Methods of sip.js's core that the phone does not call yet: messages, publications and subscriptions of ours, and the
 * timers of UDP. What only they need is left out with them.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const unused = {
  'dialogs/session-dialog': ['message'],
  'messages/outgoing-request-message': ['getHeaders'],
  'transactions/invite-client-transaction': ['timerA'],
  'transactions/invite-server-transaction': ['timerG'],
  'user-agent-core/user-agent-core': ['message', 'publish', 'subscribe'],
};

/**
 * Leaves methods of sip.js out that nothing reaches; a call that reaches one all the same throws.
 *
 * @returns {import('rollup').Plugin}
 */
export function withoutUnusedSipjs() {
  return {
    name: 'without-unused-sipjs',
    transform(code, id) {
      const names = unused[/\/sip\.js\/lib\/core\/(.+)\.js$/.exec(id)?.[1] ?? ''];
      if (!names) return null;
      const shortened = new MagicString(code);
      for (const name of names) {
        const method = methodsOf(this.parse(code)).find(({ key }) => key.name === name);
        if (!method) this.error(`no method ${name} to leave out in ${id}`);
        shortened.remove(method.start, method.end);
      }
      return { code: shortened.toString(), map: shortened.generateMap({ hires: 'boundary' }) };
    },
  };
}

/**
 * @param {any} program
 * @returns {any[]} the methods of the classes that a module exports
 */
function methodsOf({ body }) {
  const classes = body.filter((/** @type {any} */ { declaration }) => declaration?.body?.body);
  return classes.flatMap((/** @type {any} */ { declaration }) => declaration.body.body);
}
