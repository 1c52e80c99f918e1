import { importsOf } from '../imports.js';
import type { Rule } from '../rule.js';

/** No cycle anywhere, of types either: two files that need each other are one file. */
export const importCycles: Rule = {
  name: 'import cycles',
  check({ files }) {
    const graph = new Map(
      files.map((file) => [file.path, importsOf(file).flatMap(({ target }) => target ?? [])]),
    );
    const done = new Set<string>();
    const trail: string[] = [];
    const cycles: string[][] = [];

    function visit(file: string): void {
      const position = trail.indexOf(file);
      if (position >= 0) cycles.push([...trail.slice(position), file]);
      if (position >= 0 || done.has(file)) return;
      trail.push(file);
      for (const next of graph.get(file) ?? []) visit(next);
      trail.pop();
      done.add(file);
    }

    for (const file of graph.keys()) visit(file);
    const problems = cycles.map((cycle) => ({ file: cycle[0] ?? '', text: cycle.join(' -> ') }));
    return { looked: graph.size, what: 'files', problems };
  },
};
