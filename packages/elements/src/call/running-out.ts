import { html, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';

/** A line that grows shorter until that moment, at which something happens by itself. */
export function runningOut(until: number): unknown {
  return guard([until], () => line(until));
}

function line(until: number): TemplateResult {
  const rest = Math.max(0, until - Date.now());
  // By the property: a strict policy lets no style attribute through.
  return html`<span class="running-out" .style=${`animation-duration: ${rest}ms`}></span>`;
}
