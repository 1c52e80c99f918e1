import ts from 'typescript';

import { documentedNames } from '../element-tags.js';
import { isTest, lineOf, walk, type Project, type SourceFile } from '../project.js';
import type { Problem, Rule } from '../rule.js';
import { markupOf } from '../templates.js';
import { elementClasses, type ElementClass } from './define-files.js';

/**
 * What an element's JSDoc promises is what its templates and styles have, and the reverse: parts, slots,
 * states, its own custom properties, events.
 */
export const elementDocs: Rule = {
  name: 'element docs',
  check(project) {
    const classes = elementClasses(project);
    const problems = classes.flatMap((each) => problemsOf(each, project));
    return { looked: classes.length, what: 'elements', problems };
  },
};

function problemsOf(element: ElementClass, project: Project): Problem[] {
  const { className, name, file, node } = element;
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const own = project.files.filter((each) => each.path.startsWith(folder) && !isTest(each));
  const said = documentedNames(node);
  const markup = markupOf(own);
  const completed = said.parts.filter((part) =>
    markup.partBeginnings.some((start) => part.startsWith(start)),
  );
  const texts = [
    ...(said.summary ? [] : [`${className} has no @summary`]),
    ...compare('@csspart', said.parts, new Set([...markup.parts, ...completed])),
    ...markup.partBeginnings
      .filter((start) => !said.parts.some((part) => part.startsWith(start)))
      .map((start) => `@csspart ${start}... is missing`),
    ...compare('@slot', said.slots, markup.slots),
    ...compare('@cssstate', said.states, statesIn(own)),
    ...compare('@cssprop', said.properties, ownProperties(own, name)),
    ...compare('@fires', said.events, eventsIn(own)),
  ];
  return texts.map((text) => ({ file, line: lineOf(node), text }));
}

function compare(tag: string, said: readonly string[], real: ReadonlySet<string>): string[] {
  const missing = [...real].filter((name) => !said.includes(name));
  const untrue = said.filter((name) => !real.has(name));
  return [
    ...missing.map((name) => `${tag} ${name || '(default)'} is missing`),
    ...untrue.map((name) => `${tag} ${name || '(default)'} is in no template, style or call`),
  ];
}

/** States that are set: `internals.states.add('held')`, `this.toggleState('held', ...)`. */
function statesIn(files: readonly SourceFile[]): ReadonlySet<string> {
  const states = new Set<string>();
  for (const file of files) {
    walk(file.tree, (node) => {
      if (!ts.isCallExpression(node)) return;
      if (!/(\.states\.add|\btoggleState|\bsetStates?)$/.test(node.expression.getText())) return;
      for (const argument of node.arguments) addStrings(argument, states);
    });
  }
  return states;
}

function addStrings(argument: ts.Expression, into: Set<string>): void {
  if (ts.isStringLiteralLike(argument)) into.add(argument.text);
  if (!ts.isObjectLiteralExpression(argument)) return;
  for (const property of argument.properties) {
    const name = property.name;
    if (name && (ts.isIdentifier(name) || ts.isStringLiteralLike(name))) into.add(name.text);
  }
}

/** `--cadran-dialpad-...` in the dialpad's files; the tokens are documented once, for all elements. */
function ownProperties(files: readonly SourceFile[], name: string): ReadonlySet<string> {
  const pattern = new RegExp(`--cadran-${name}-[a-z0-9-]+`, 'g');
  return new Set(files.flatMap(({ tree }) => codeWithoutComments(tree).match(pattern) ?? []));
}

/** `cadran-...` events that the element makes: the first argument of a `new SomethingEvent(...)`. */
function eventsIn(files: readonly SourceFile[]): ReadonlySet<string> {
  const events = new Set<string>();
  for (const file of files) {
    walk(file.tree, (node) => {
      const isEvent = ts.isNewExpression(node) && node.expression.getText().endsWith('Event');
      const isIntent =
        ts.isCallExpression(node) &&
        /^(this\.request|request[A-Z]|ask[A-Z]|raise|notify)/.test(node.expression.getText());
      if (!isEvent && !isIntent) return;
      for (const argument of node.arguments ?? []) {
        if (ts.isStringLiteralLike(argument) && argument.text.startsWith('cadran-'))
          events.add(argument.text);
      }
    });
  }
  return events;
}

function codeWithoutComments(tree: ts.SourceFile): string {
  return tree.statements
    .map((statement) => statement.getText())
    .join('\n')
    .replace(/\/\*[\s\S]*?\*\//g, '');
}
