// @ts-check
import MagicString from 'magic-string';

const levels = new Set(['debug', 'log', 'warn', 'error']);
const logger = /(^|\.)_?logger$/;

/**
 * Leaves out what sip.js tells its own logger: whole messages, passwords' digests among them, that the adapter
 * would throw away.
 *
 * @returns {import('rollup').Plugin}
 */
export function withoutSipjsLogs() {
  return {
    name: 'without-sipjs-logs',
    transform(code, id) {
      if (!id.includes('/sip.js/lib/')) return null;
      const shortened = new MagicString(code);
      visit(this.parse(code), (node) => {
        if (!isLogCall(node, code)) return true;
        shortened.overwrite(node.start, node.end, 'void 0');
        return false;
      });
      return { code: shortened.toString(), map: shortened.generateMap({ hires: 'boundary' }) };
    },
  };
}

/**
 * @param {any} node
 * @param {string} code
 */
function isLogCall(node, code) {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  const { object, property } = node.callee;
  return levels.has(property.name) && logger.test(code.slice(object.start, object.end));
}

/**
 * @param {any} node
 * @param {(node: any) => boolean} enter says whether to look inside
 */
function visit(node, enter) {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const each of node) visit(each, enter);
  } else if (typeof node.type === 'string' && enter(node)) {
    for (const inside of Object.values(node)) visit(inside, enter);
  }
}
