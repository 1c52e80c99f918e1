import { importsOf } from '../imports.js';
import { isTest } from '../project.js';
import type { Rule } from '../rule.js';

/**
 * The rooms of core, from the inside out (docs/architecture.md). The words of the domain, the files
 * `<noun>-state.ts`, are open to all: ports are written in them.
 */
type Room =
  | { readonly kind: 'kernel' | 'ports' | 'words' | 'handle' | 'phone' | 'link' | 'testing' }
  | { readonly kind: 'adapter' | 'feature' | 'select'; readonly name: string };

const home = 'packages/core/src/';

/** kernel <- ports <- features <- phone; adapters hang on the ports and see nothing else. */
export const coreLayers: Rule = {
  name: 'core layers',
  check({ files }) {
    const sources = files.filter((file) => file.path.startsWith(home) && !isTest(file));
    const all = sources.flatMap((file) => importsOf(file).map((made) => ({ file, made })));
    const problems = all.flatMap(({ file, made }) => {
      if (!made.target?.startsWith(home)) return [];
      const [from, to] = [roomOf(file.path), roomOf(made.target)];
      if (mayImport(from, to)) return [];
      return [
        {
          file: file.path,
          line: made.line,
          text: `${label(from)} may not import ${label(to)}: ${made.specifier}`,
        },
      ];
    });
    return { looked: all.length, what: 'imports', problems };
  },
};

function roomOf(path: string): Room {
  const [folder = '', ...rest] = path.slice(home.length).split('/');
  const file = rest.at(-1) ?? folder;
  if (rest.length === 0) {
    return { kind: file === 'phone-state.ts' ? 'words' : 'phone' };
  }
  if (folder === 'kernel' || folder === 'ports' || folder === 'link' || folder === 'testing') {
    return { kind: folder };
  }
  if (folder === 'adapters') return { kind: 'adapter', name: rest[0] ?? '' };
  if (file.endsWith('-state.ts')) return { kind: 'words' };
  if (file.endsWith('-handle.ts')) return { kind: 'handle' };
  return { kind: file === 'select.ts' ? 'select' : 'feature', name: folder };
}

function mayImport(from: Room, to: Room): boolean {
  if (to.kind === 'kernel') return true;
  if (to.kind === 'words') return from.kind !== 'kernel';
  switch (from.kind) {
    case 'kernel':
    case 'words':
      return false;
    case 'ports':
      return to.kind === 'ports';
    case 'handle':
      return to.kind === 'ports' || to.kind === 'handle';
    case 'adapter':
      return to.kind === 'ports' || (to.kind === 'adapter' && to.name === from.name);
    case 'feature':
    case 'select':
      if (to.kind === 'feature') return to.name === from.name;
      return to.kind === 'ports' || to.kind === 'handle' || to.kind === 'select';
    case 'link':
      return to.kind !== 'adapter' && to.kind !== 'testing';
    case 'testing':
      return to.kind !== 'feature' && !(to.kind === 'adapter' && to.name !== 'fake');
    case 'phone':
      return true;
  }
}

function label(room: Room): string {
  return 'name' in room ? `${room.kind} ${room.name}` : room.kind;
}
