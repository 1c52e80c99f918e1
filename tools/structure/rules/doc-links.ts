import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { documentationPages } from '../../doc-examples/examples.js';
import { root } from '../../test/test-files.mjs';
import type { Rule } from '../rule.js';

/** A link to another page of the repository leads somewhere. */
export const docLinks: Rule = {
  name: 'doc links',
  check() {
    const links = documentationPages().flatMap((file) =>
      linksIn(readFileSync(path.join(root, file), 'utf8')).map((target) => ({ file, target })),
    );
    const problems = links
      .filter(({ file, target }) => !existsSync(path.join(root, path.dirname(file), target)))
      .map(({ file, target }) => ({ file, text: `leads nowhere: ${target}` }));
    return { looked: links.length, what: 'links', problems };
  },
};

/** The relative targets of the links in a page, without their anchors. */
export function linksIn(markdown: string): string[] {
  return [...markdown.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}
