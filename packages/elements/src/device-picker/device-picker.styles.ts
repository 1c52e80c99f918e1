import { css, type CSSResult } from 'lit';

export const devicePickerStyles: CSSResult = css`
  :host {
    display: block;
    min-inline-size: min(100%, 240px);
    container-type: inline-size;
  }

  .base {
    display: grid;
    gap: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 5);
    padding-block-end: calc(var(--_space) * 3);
  }

  .ask {
    display: grid;
    gap: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 4);
    margin-block-end: calc(var(--_space) * 2);
    border-radius: var(--_radius);
    background: color-mix(in oklab, var(--_accent) 8%, var(--_surface));
  }

  .question .icon {
    color: var(--_accent-tone);
  }

  .ask .button {
    justify-self: start;
  }

  .row {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 calc(var(--_space) * 2);
  }

  .field-label {
    grid-column: 1 / -1;
  }

  .choice {
    position: relative;
    display: grid;
    align-items: center;
  }

  .choice > .icon {
    position: absolute;
    pointer-events: none;
    color: var(--_muted);
  }

  .choice > .kind {
    inset-inline-start: calc(var(--_space) * 3);
  }

  .choice > .chevron {
    inset-inline-end: calc(var(--_space) * 3);
  }

  .field {
    padding-inline: calc(var(--_space) * 5 + 1.25em) calc(var(--_space) * 4 + 1.25em);
    cursor: pointer;
  }

  .below {
    grid-column: 1 / -1;
    min-block-size: calc(var(--_space) * 3);
    margin-block-start: calc(var(--_space) * 1.5);
    unicode-bidi: plaintext;
  }

  .below .notice {
    line-height: 1.3;
  }

  .meter {
    display: block;
    block-size: calc(var(--_space) * 1.5);
    margin-block-start: calc(var(--_space) * 0.75);
    border-radius: 999px;
    background: var(--_fill-hover);
    overflow: hidden;
  }

  .level {
    display: block;
    block-size: 100%;
    border-radius: inherit;
    background: var(--cadran-device-picker-meter-color, var(--_accent));
    transform: scaleX(var(--_level, 0));
    transform-origin: left;
    transition: transform 60ms linear;
  }

  :host(:dir(rtl)) .level {
    transform-origin: right;
  }

  .button.testing {
    --_button-fill: var(--_accent);
    --_button-hover: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
  }

  @container (width < 280px) {
    .base {
      padding: calc(var(--_space) * 4);
      padding-block-end: calc(var(--_space) * 3);
    }
  }

  /* No room beside the choice: the test moves up to its label. */
  @container (width < 300px) {
    .row {
      align-items: center;
    }

    .field-label {
      grid-area: 1 / 1;
      margin: 0;
    }

    .choice {
      grid-area: 2 / 1 / auto / -1;
    }

    .button:not(.primary, .testing) {
      --_button-fill: transparent;
    }

    .row .button {
      grid-area: 1 / 2;
      padding-inline: calc(var(--_space) * 3);
    }
  }

  @media (forced-colors: active) {
    .ask {
      border: 1px solid CanvasText;
    }

    .meter {
      border: 1px solid CanvasText;
    }

    .button.testing {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }

    .level {
      forced-color-adjust: none;
      background: Highlight;
    }
  }
`;
