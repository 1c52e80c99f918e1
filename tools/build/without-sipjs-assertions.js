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
      visit(this.parse(code), (node) => {
        if (isPresenceCheck(node)) shortened.overwrite(node.start, node.end, ';');
        else if (node.type === 'MethodDefinition' && node.key.name === 'stateTransition')
          removeTransitionCheck(node.value.body.body, shortened);
        else return true;
        return false;
      });
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
 * @param {any[]} statements
 * @param {MagicString} shortened
 */
function removeTransitionCheck(statements, shortened) {
  const [fail, check] = statements;
  if (fail?.declarations?.[0]?.id.name !== 'invalidStateTransition') return;
  if (check.type !== 'SwitchStatement') throw new Error('sip.js checks its states another way');
  shortened.remove(fail.start, check.end);
}
