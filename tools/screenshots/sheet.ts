/** Runs in the page: draws all stories of one element on one sheet. Bundled by `screenshots.ts` with the stories. */
import { html, render, type TemplateResult } from 'lit';

import type { Story } from '../../packages/elements/src/internal/story.js';
import { storiesByElement } from 'stories';

const parameters = new URLSearchParams(location.search);

function frame(story: Story): TemplateResult {
  const { name, width = 320 } = story;
  const given = Number(parameters.get('width'));
  const size = given ? Math.min(given, width) : width;
  return html`<figure class="w${size}">
    <figcaption>${name}</figcaption>
    <div class="place">${story.render()}</div>
  </figure>`;
}

/** Widths come from stories, and a style attribute would be against the policy the sheet runs under. */
function widthRules(stories: readonly Story[]): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  const widths = new Set([240, 320, ...stories.map(({ width = 320 }) => width)]);
  sheet.replaceSync([...widths].map((width) => `.w${width} { width: ${width}px }`).join('\n'));
  return sheet;
}

async function settle(): Promise<void> {
  const elements = [...document.querySelectorAll('.place *')] as {
    updateComplete?: Promise<unknown>;
  }[];
  for (const element of elements) await element.updateComplete;
}

/** What only appears when it lasts is looked at as it is then. */
function waitLong(): void {
  for (const animation of document.getAnimations()) {
    const isLate =
      animation instanceof CSSAnimation && /^(appear|settling)$/.test(animation.animationName);
    if (isLate) animation.finish();
  }
}

const stories = storiesByElement[parameters.get('element') ?? ''] ?? [];
document.adoptedStyleSheets = [widthRules(stories)];
render(stories.map(frame), document.body);
await settle();
const places = [...document.querySelectorAll<HTMLElement>('.place')];
for (const [index, story] of stories.entries()) {
  const place = places[index];
  if (place) await story.play?.(place);
}
await settle();
await document.fonts.ready;
waitLong();
document.documentElement.dataset['drawn'] = 'yes';
