// @ts-check
/**
 * Walks through a syntax tree.
 *
 * @param {any} node
 * @param {(node: any) => boolean} enter says whether to look inside
 */
export function visit(node, enter) {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const each of node) visit(each, enter);
  } else if (typeof node.type === 'string' && enter(node)) {
    for (const inside of Object.values(node)) visit(inside, enter);
  }
}
