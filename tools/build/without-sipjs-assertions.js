// @ts-check
import MagicString from 'magic-string';

import { visit } from './syntax.js';

/**
 * Leaves out what sip.js tells itself, its compiler and its caller, which is us: that something which is always there is
 * there, that a status is one, and that a transaction goes from one state only to those that follow it, which each place
 * that changes it has looked at already. What the network may get wrong has been refused by the codec and the way of a
 * request before; should it not be, reading from what is not there throws as well.
 *
 * @returns {import('rollup').Plugin}
 */
export function withoutSipjsAssertions() {
  return {
    name: 'without-sipjs-assertions',
    transform(code, id) {
      if (!id.includes('/sip.js/lib/core/')) return null;
      const shortened = new MagicString(code);
      let hasAssertion = false;
      let hasTransitionCheck = false;
      visit(this.parse(code), (node) => {
        const transitionCheck = transitionCheckOf(node);
        if (isAssertion(node)) {
          hasAssertion = true;
          shortened.overwrite(node.start, node.end, ';');
        } else if (transitionCheck) {
          hasTransitionCheck = true;
          shortened.remove(transitionCheck.start, transitionCheck.end);
        } else return true;
        return false;
      });
      // What is written another way in a new sip.js would stay in the bundles unnoticed.
      if (/\/(dialog|user-agent-server)\.js$/.test(id) && !hasAssertion)
        this.error(`no check of what is there in ${id}`);
      if (/\/(non-)?invite-(client|server)-transaction\.js$/.test(id) && !hasTransitionCheck)
        this.error(`no check of the next state in ${id}`);
      return { code: shortened.toString(), map: shortened.generateMap({ hires: 'boundary' }) };
    },
  };
}

/**
 * @param {any} node
 * @returns {boolean} true for `if (...) throw new Error(...)` that looks at whether a thing is there, of a kind, or a status
 */
function isAssertion(node) {
  if (node.type !== 'IfStatement' || node.alternate) return false;
  const { test, consequent } = node;
  const [statement, ...others] = consequent.body ?? [consequent];
  if (others.length > 0 || !/Error$/.test(statement?.argument?.callee?.name)) return false;
  return isAboutStatus(test) || isAboutPresence(test);
}

/** @param {any} test as in `!thing`, `!(thing instanceof Kind)` */
function isAboutPresence({ type, operator, argument }) {
  if (type !== 'UnaryExpression' || operator !== '!') return false;
  return (
    /^(Identifier|MemberExpression)$/.test(argument.type) || argument.operator === 'instanceof'
  );
}

/**
 * @param {any} test as in `!statusCode || options.statusCode < 100`
 * @returns {boolean}
 */
function isAboutStatus({ type, left, right, argument = left }) {
  if (type === 'LogicalExpression') return isAboutStatus(left) && isAboutStatus(right);
  return (argument?.property ?? argument)?.name === 'statusCode';
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
