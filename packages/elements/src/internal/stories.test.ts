import { expect, fixture, html } from '@open-wc/testing';

import '../define.js';
import { stories as presence } from '../presence/presence.stories.js';
import type { Story } from './story.js';

const storiesByElement: Readonly<Record<string, readonly Story[]>> = { presence };

for (const [element, stories] of Object.entries(storiesByElement)) {
  describe(`every state of cadran-${element} is accessible`, () => {
    for (const story of stories) {
      it(story.name, async () => {
        const place = await fixture<HTMLElement>(html`<div>${story.render()}</div>`);
        await story.play?.(place);
        await expect(place).to.be.accessible();
      });
    }
  });
}
