// @ts-check
import MagicString from 'magic-string';

import { visit } from './syntax.js';

/** Where enums are that the bundles have: one that is not found there any more would stay as it is unnoticed. */
const withEnums = /\/(session\/session|transactions\/transaction-state|methods\/constants)\.js$/;

/**
 * Takes back what sip.js's compiler wrote for browsers of 2017: an enum is a plain object again, which the minifier
 * sees through, and `Object.assign({}, one)` is `{ ...one }`.
 *
 * @returns {import('rollup').Plugin}
 */
export function modernSipjs() {
  return {
    name: 'modern-sipjs',
    transform(code, id) {
      if (!id.includes('/sip.js/lib/core/')) return null;
      const modern = new MagicString(code);
      const program = this.parse(code);
      /** @type {any[]} */
      const statements = program.body;
      let isEnumFound = false;
      for (const [index, node] of statements.entries()) {
        const values = statements[index + 1];
        const name = enumName(node);
        if (name === undefined || !isOfTexts(values)) continue;
        isEnumFound = true;
        modern.remove(node.start, node.end);
        modern.overwrite(values.start, values.end, plainObject(name, values, code));
      }
      if (withEnums.test(id) && !isEnumFound) this.error(`no enum in ${id}`);
      visit(program, (node) => {
        const parts = assignedParts(node);
        if (!parts) return true;
        const spread = parts.map(({ start, end }) => `...${code.slice(start, end)}`);
        modern.overwrite(node.start, node.end, `{ ${spread.join(', ')} }`);
        return false;
      });
      return { code: modern.toString(), map: modern.generateMap({ hires: 'boundary' }) };
    },
  };
}

/**
 * @param {any} node
 * @returns {string | undefined} the name in `export var Name;`, which only an enum is declared with
 */
function enumName({ type, declaration }) {
  if (type !== 'ExportNamedDeclaration' || declaration?.kind !== 'var') return undefined;
  const [{ id, init }] = declaration.declarations;
  return init ? undefined : id.name;
}

/**
 * @param {any} node the function that fills the enum, called at once
 * @returns {boolean} false where the values are numbers, which name their members in turn
 */
function isOfTexts({ expression }) {
  const members = expression.callee.body.body;
  // `Name["member"]` in an enum, `Name.member` in a namespace of constants.
  return members.every(
    (/** @type {any} */ { expression: { left, right } }) =>
      typeof right.value === 'string' &&
      (!left.computed || typeof left.property.value === 'string'),
  );
}

/**
 * @param {string} name
 * @param {any} node the function that fills the enum, called at once
 * @param {string} code
 */
function plainObject(name, { expression }, code) {
  const members = expression.callee.body.body.map((/** @type {any} */ { expression }) => {
    const { left, right } = expression;
    return `${code.slice(left.property.start, left.property.end)}: ${code.slice(right.start, right.end)}`;
  });
  return `export const ${name} = { ${members.join(', ')} };`;
}

/**
 * @param {any} node
 * @returns {any[] | undefined} what a call of `Object.assign` that starts from nothing puts together
 */
function assignedParts(node) {
  if (node.type !== 'CallExpression' || node.callee.property?.name !== 'assign') return undefined;
  const [first, ...others] = node.arguments;
  const isNew = first.type === 'ObjectExpression' && first.properties.length === 0;
  const before = isNew ? [] : assignedParts(first);
  return before && [...before, ...others];
}
