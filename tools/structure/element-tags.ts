import ts from 'typescript';

/** What a class says about itself in its JSDoc: names by kind. */
export interface DocumentedNames {
  readonly summary: boolean;
  readonly slots: readonly string[];
  readonly events: readonly string[];
  readonly parts: readonly string[];
  readonly properties: readonly string[];
  readonly states: readonly string[];
}

/** Reads `@slot name - text`, `@fires {Type} name - text` and the like. */
export function documentedNames(node: ts.ClassDeclaration): DocumentedNames {
  const tags = ts.getJSDocTags(node).map((tag) => ({
    kind: tag.tagName.text,
    name: nameOf(tag.getText()),
  }));
  const named = (...kinds: string[]): string[] =>
    tags.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
  return {
    summary: tags.some(({ kind }) => kind === 'summary'),
    slots: named('slot'),
    events: named('fires', 'event'),
    parts: named('csspart', 'part'),
    properties: named('cssprop', 'cssproperty'),
    states: named('cssstate', 'cssState'),
  };
}

function nameOf(tag: string): string {
  const [, name = ''] = /^@\w+\s+(?:\{[^}]*\}\s+)?\[?([\w-]+)?/.exec(tag) ?? [];
  return name === '-' ? '' : name;
}
