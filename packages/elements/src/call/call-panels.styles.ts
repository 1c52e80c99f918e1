import { css, type CSSResult } from 'lit';

/** What slides in over the stage, and what floats above it. */
export const panelStyles: CSSResult = css`
  .panel {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    gap: calc(var(--_space) * 3);
    background: var(--_surface);
    animation: slide-in var(--_slow) ease-out;
  }

  .close {
    position: absolute;
    inset-block-start: 0;
    inset-inline-end: 0;
  }

  .keypad cadran-dialpad {
    --cadran-dialpad-key-size: 100%;
    --cadran-dialpad-key-radius: var(--_radius);
    --cadran-dialpad-gap: calc(var(--_space) * 1.5);
    --cadran-dialpad-number-size: var(--_size-l);
  }

  .keypad cadran-dialpad::part(base) {
    padding: 0;
    border: 0;
    background: none;
  }

  .keypad cadran-dialpad::part(number) {
    block-size: var(--_target);
  }

  .keypad cadran-dialpad::part(hint) {
    min-block-size: 0;
    margin-block-end: calc(var(--_space) * 2);
  }

  .keypad cadran-dialpad::part(keys) {
    inline-size: 100%;
  }

  .keypad cadran-dialpad::part(key) {
    aspect-ratio: auto;
    block-size: calc(var(--_target) + 2px);
  }

  .keypad cadran-dialpad::part(hide) {
    min-block-size: var(--_target);
    margin-block-start: calc(var(--_space) * 2);
    background: none;
    font-size: inherit;
  }

  .transfer .field-label {
    display: flex;
    align-items: center;
    min-block-size: var(--_target);
    margin: 0;
    font-size: var(--_size-m);
    font-weight: 600;
  }

  .target-problem {
    margin: 0;
    text-wrap: pretty;
  }

  @keyframes slide-in {
    from {
      opacity: 0;
      translate: 0 16px;
    }
  }

  .popover {
    inset: auto;
    inline-size: 256px;
    max-inline-size: calc(100vw - 16px);
    margin: calc(var(--_space) * 2);
    padding: calc(var(--_space) * 4);
    color: var(--_text);
    position-area: block-start span-inline-start;
    position-anchor: --cadran-popover;
    position-try-fallbacks: flip-block, flip-inline;
  }

  #sound {
    inline-size: 288px;
    padding: calc(var(--_space) * 2);
  }

  #sound cadran-device-picker::part(base) {
    border: 0;
    background: none;
  }

  @supports not (position-area: block-start) {
    .popover {
      inset: 0;
      margin: auto;
    }
  }

  .popover h2 {
    margin: 0 0 calc(var(--_space) * 2);
    font-size: inherit;
    font-weight: 600;
  }

  .popover dl {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: calc(var(--_space) * 1.5);
    margin: 0 0 calc(var(--_space) * 2);
  }

  .popover dd {
    margin: 0;
  }

  kbd {
    display: inline-block;
    min-inline-size: 2em;
    padding: 1px 6px;
    border: 1px solid var(--_border);
    border-radius: 6px;
    font: inherit;
    font-size: var(--_size-xs);
    text-align: center;
  }

  .popover p {
    margin: 0 0 calc(var(--_space) * 3);
    font-size: var(--_size-xs);
    color: var(--_muted);
  }

  .popover .button {
    inline-size: 100%;
  }
`;
