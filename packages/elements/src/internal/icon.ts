import { html, type TemplateResult } from 'lit';

/** Draws an icon of `icons.ts` at 1.25 times the text's size. It says nothing: the text or label beside it does. */
export function icon(path: string, name = ''): TemplateResult {
  return html`<svg class="icon ${name}" viewBox="0 0 24 24" aria-hidden="true">
    <path d=${path}></path>
  </svg>`;
}
