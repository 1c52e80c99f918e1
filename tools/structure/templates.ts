import ts from 'typescript';

import { walk, type SourceFile } from './project.js';

/** What the `html` templates of some files show to the outside. */
export interface Markup {
  /** Names in `part` and outer names in `exportparts`. */
  readonly parts: ReadonlySet<string>;
  /** Beginnings of part names that are completed at run time: `key-` of `part="key-${digit}"`. */
  readonly partBeginnings: readonly string[];
  /** Names of slots; the default slot is the empty string. */
  readonly slots: ReadonlySet<string>;
}

export function markupOf(files: readonly SourceFile[]): Markup {
  const parts = new Set<string>();
  const partBeginnings = new Set<string>();
  const slots = new Set<string>();
  for (const file of files) {
    walk(file.tree, (node) => {
      if (!ts.isTaggedTemplateExpression(node) || node.tag.getText() !== 'html') return;
      const { text, expressions } = flatten(node.template);
      for (const value of attributeValues(text, 'part')) {
        for (const name of namesIn(value, expressions)) {
          if (name.endsWith(hole)) partBeginnings.add(name.slice(0, -hole.length));
          else parts.add(name);
        }
      }
      for (const value of attributeValues(text, 'exportparts')) {
        for (const pair of value.split(',')) parts.add(pair.trim().split(':').at(-1)?.trim() ?? '');
      }
      for (const [tag] of text.matchAll(/<slot\b[^>]*>/g))
        slots.add(attributeValues(tag, 'name')[0] ?? '');
    });
  }
  return { parts, partBeginnings: [...partBeginnings], slots };
}

/** Stands where an expression stood; followed by its number and a semicolon in the flattened text. */
const hole = '\u0001';

function flatten(template: ts.TemplateLiteral): { text: string; expressions: ts.Expression[] } {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return { text: template.text, expressions: [] };
  const expressions = template.templateSpans.map(({ expression }) => expression);
  const rest = template.templateSpans.map(
    ({ literal }, index) => `${hole}${index};${literal.text}`,
  );
  return { text: template.head.text + rest.join(''), expressions };
}

function attributeValues(text: string, name: string): string[] {
  const pattern = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'g');
  return [...text.matchAll(pattern)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}

/** The names of a part attribute; one that ends in a hole is only known by its beginning. */
function namesIn(value: string, expressions: readonly ts.Expression[]): string[] {
  return value
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((token) => {
      const [beginning = '', number] = token.split(new RegExp(`${hole}(\\d+);`));
      if (number === undefined) return [token];
      const expression = expressions[Number(number)];
      if (beginning !== '' || !expression) return [`${beginning}${hole}`];
      return stringsIn(expression).flatMap((text) => text.split(/\s+/).filter(Boolean));
    });
}

/** The string literals an expression may give: both sides of a condition, not the condition itself. */
function stringsIn(expression: ts.Expression): string[] {
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isParenthesizedExpression(expression)) return stringsIn(expression.expression);
  if (ts.isConditionalExpression(expression)) {
    return [...stringsIn(expression.whenTrue), ...stringsIn(expression.whenFalse)];
  }
  return [];
}
