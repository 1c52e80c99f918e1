// @ts-check
import MagicString from 'magic-string';

import { visit } from './syntax.js';

const levels = new Set(['debug', 'log', 'warn', 'error']);
const logger = /(^|\.)_?logger$/;

/** What the phone answers with; a status line needs no phrase (RFC 3261 §25.1), and for others it has none. */
const answered =
  /^(100|180|200|202|400|403|404|405|415|416|420|469|480|481|482|486|487|488|489|491|500|504|603)$/;

/**
 * Leaves out what sip.js says to people: to its logger whole messages, passwords' digests among them, that the adapter
 * would throw away; in its errors, which nobody tells apart by their text and whose stack says where they come from; and
 * the reason phrases of answers that are never given.
 *
 * @returns {import('rollup').Plugin}
 */
export function withoutSipjsTexts() {
  return {
    name: 'without-sipjs-texts',
    transform(code, id) {
      if (!id.includes('/sip.js/lib/')) return null;
      const shortened = new MagicString(code);
      let hasPhrases = false;
      visit(this.parse(code), (node) => {
        if (isLogCall(node, code) || isLoggerKept(node))
          shortened.overwrite(node.start, node.end, 'void 0');
        else if (isErrorText(node))
          shortened.overwrite(node.start, node.end, `new ${node.callee.name}()`);
        else if (isPhraseTable(node)) {
          hasPhrases = true;
          keepPhrases(node.init, code, shortened);
        } else return true;
        return false;
      });
      if (id.endsWith('/core/messages/utils.js') && !hasPhrases) this.error(`no phrases in ${id}`);
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
  if (property.name === 'logTransportError') return true;
  return levels.has(property.name) && logger.test(code.slice(object.start, object.end));
}

/** @param {any} node as in `this.logger = ...` */
function isLoggerKept(node) {
  return node.type === 'AssignmentExpression' && node.left.property?.name === 'logger';
}

/** @param {any} node */
function isErrorText(node) {
  if (node.type !== 'NewExpression' || !/^(Type|TransactionState)?Error$/.test(node.callee.name))
    return false;
  return node.arguments.length === 1;
}

/** @param {any} node */
function isPhraseTable(node) {
  return node.type === 'VariableDeclarator' && node.id.name === 'REASON_PHRASE';
}

/**
 * @param {any} table
 * @param {string} code
 * @param {MagicString} shortened
 */
function keepPhrases({ start, end, properties }, code, shortened) {
  const kept = properties.filter((/** @type {any} */ { key }) => answered.test(key.raw));
  const lines = kept.map((/** @type {any} */ each) => code.slice(each.start, each.end));
  shortened.overwrite(start, end, `{ ${lines.join(', ')} }`);
}
