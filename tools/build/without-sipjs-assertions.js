// @ts-check
import MagicString from 'magic-string';

import { visit } from './syntax.js';

/**
 * Leaves out what sip.js tells itself and its compiler: that something which is always there is there, and that a
 * transaction goes from one state only to those that follow it, which each place that changes it has looked at already.
 * What the network may get wrong has been refused by the codec and `SipEngine` before; should it not be, reading from
 * what is not there throws as well.
 *
 * @returns {import('rollup').Plugin}
 */
export function withoutSipjsAssertions() {
  return {
    name: 'without-sipjs-assertions',
    transform(code, id) {
      if (!id.includes('/sip.js/lib/core/')) return null;
      const shortened = new MagicString(code);
      let hasPresenceCheck = false;
      let hasTransitionCheck = false;
      visit(this.parse(code), (node) => {
        const transitionCheck = transitionCheckOf(node);
        if (isPresenceCheck(node)) {
          hasPresenceCheck = true;
          shortened.overwrite(node.start, node.end, ';');
        } else if (transitionCheck) {
          hasTransitionCheck = true;
          shortened.remove(transitionCheck.start, transitionCheck.end);
        } else return true;
        return false;
      });
      // What is written another way in a new sip.js would stay in the bundles unnoticed.
      if (id.endsWith('/dialogs/dialog.js') && !hasPresenceCheck)
        this.error(`no check of what is there in ${id}`);
      if (/\/(non-)?invite-(client|server)-transaction\.js$/.test(id) && !hasTransitionCheck)
        this.error(`no check of the next state in ${id}`);
      return { code: shortened.toString(), map: shortened.generateMap({ hires: 'boundary' }) };
    },
  };
}

/**
 * @param {any} node
 * @returns {boolean} true for `if (!thing) throw new Error(...)` and `if (!(thing instanceof Kind)) throw new Error(...)`
 */
function isPresenceCheck(node) {
  if (node.type !== 'IfStatement' || node.alternate) return false;
  const { test, consequent } = node;
  const [statement, ...others] = consequent.body ?? [consequent];
  if (others.length > 0 || statement?.argument?.callee?.name !== 'Error') return false;
  if (test.type !== 'UnaryExpression' || test.operator !== '!') return false;
  const { type, operator } = test.argument;
  return /^(Identifier|MemberExpression)$/.test(type) || operator === 'instanceof';
}

/**
 * @param {any} node
 * @returns {{ start: number, end: number } | undefined} what `stateTransition` of a transaction looks at before it goes on
 */
function transitionCheckOf(node) {
  if (node.type !== 'MethodDefinition' || node.key.name !== 'stateTransition') return undefined;
  const [fail, check] = node.value.body.body;
  if (fail?.declarations?.[0]?.id.name !== 'invalidStateTransition') return undefined;
  return check?.type === 'SwitchStatement' ? { start: fail.start, end: check.end } : undefined;
}
