import { css, type CSSResult } from 'lit';

export const dialpadStyles: CSSResult = css`
  :host {
    display: block;
    min-inline-size: min(100%, 240px);
    container-type: inline-size;
  }

  .base {
    --_gap: var(--cadran-dialpad-gap, calc(var(--_space) * 4));
    --_key: var(--cadran-dialpad-key-size, 72px);
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: center;
    padding: calc(var(--_space) * 3) calc(var(--_space) * 4) calc(var(--_space) * 5);
  }

  .entry {
    position: relative;
    inline-size: 100%;
  }

  .number {
    appearance: none;
    inline-size: 100%;
    block-size: 56px;
    padding: 0 var(--_target);
    border: 0;
    border-radius: var(--_radius);
    background: transparent;
    color: inherit;
    font: inherit;
    font-size: var(--cadran-dialpad-number-size, clamp(1.25rem, 9cqi, var(--_size-2xl)));
    font-weight: 500;
    letter-spacing: -0.01em;
    font-variant-numeric: tabular-nums;
    text-align: center;
  }

  .number:hover:not(:focus, :read-only) {
    background: var(--_fill);
  }

  .number:focus-visible {
    outline-offset: -2px;
  }

  .number.long {
    font-size: clamp(0.9375rem, 6.4cqi, var(--_size-xl));
  }

  .number.longer {
    font-size: clamp(0.875rem, 5.25cqi, var(--_size-m));
    letter-spacing: -0.02em;
  }

  /* Longer than the field: its end is in view, its beginning fades out. */
  .number:is(.long, .longer):not(:focus) {
    mask-image: linear-gradient(
      to right,
      transparent var(--_target),
      #000 calc(var(--_target) + 10px)
    );
  }

  .number::placeholder {
    color: var(--_muted);
    font-size: var(--_size-m);
    font-weight: 400;
    letter-spacing: 0;
    opacity: 1;
  }

  .erase {
    position: absolute;
    inset-block-start: calc((56px - var(--_target)) / 2);
    inset-inline-end: 0;
    color: var(--_muted);
  }

  /* The room of the sentence below the number is always kept, so that no key moves when there is one. */
  .hint {
    display: grid;
    place-items: center;
    inline-size: 100%;
    min-block-size: calc(var(--_space) * 13);
    padding-block-end: calc(var(--_space) * 2);
    text-align: center;
    unicode-bidi: plaintext;
    color: var(--_muted);
  }

  .hint .notice {
    text-align: start;
    line-height: 1.3;
    color: var(--_text);
  }

  .match {
    display: flex;
    max-inline-size: 100%;
  }

  .match .button {
    min-inline-size: 0;
    font-weight: 400;
    border-radius: var(--_round);
  }

  .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 500;
  }

  .target {
    flex: none;
    max-inline-size: 60%;
    overflow: hidden;
    text-overflow: ellipsis;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }

  /* A keypad reads from left to right in every language. */
  .keys {
    direction: ltr;
    display: grid;
    grid-template-columns: repeat(3, minmax(0, var(--_key)));
    gap: var(--_gap) calc(var(--_gap) * 1.5);
    max-inline-size: 100%;
  }

  .key {
    position: relative;
    aspect-ratio: 1;
    flex-direction: column;
    gap: 0;
    padding: 0;
    border-radius: var(--cadran-dialpad-key-radius, var(--_round));
    --_button-fill: var(--cadran-dialpad-key-color, var(--_fill));
  }

  .key:active {
    transform: scale(0.94);
  }

  .digit {
    font-size: var(--_size-xl);
    font-weight: 400;
    line-height: 1;
    font-variant-numeric: tabular-nums;
  }

  .letters {
    block-size: 0.75rem;
    margin-block-start: 3px;
    color: var(--_muted);
    font-size: 0.625rem;
    font-weight: 600;
    line-height: 0.75rem;
    letter-spacing: 0.14em;
    text-indent: 0.14em;
  }

  .letters.plus {
    font-size: 0.875rem;
    font-weight: 500;
    letter-spacing: 0;
    text-indent: 0;
  }

  .letters:empty {
    display: none;
  }

  .action {
    inline-size: calc(var(--_key) * 3 + var(--_gap) * 3);
    max-inline-size: 100%;
    min-block-size: 52px;
    margin-block-start: calc(var(--_gap) * 1.25);
    border-radius: var(--_round);
    font-size: 1rem;
  }

  .list {
    position: absolute;
    z-index: 1;
    inset-block-start: calc(56px + var(--_space) * 4);
    inset-inline: calc(var(--_space) * 3);
    margin: 0;
    padding: var(--_space);
    list-style: none;
  }

  .option {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_space) * 3);
    min-block-size: var(--_target);
    padding-inline: calc(var(--_space) * 3);
    border-radius: calc(var(--_radius) - var(--_space));
    cursor: pointer;
  }

  .option:is(:hover, [aria-selected='true']) {
    background: var(--_fill-hover);
  }

  @container (width < 272px) {
    .base {
      --_gap: var(--cadran-dialpad-gap, calc(var(--_space) * 3));
      padding-inline: calc(var(--_space) * 3);
    }

    .number {
      padding-inline: 36px;
    }

    .number:is(.long, .longer):not(:focus) {
      mask-image: linear-gradient(to right, transparent 36px, #000 46px);
    }

    .erase {
      inset-inline-end: -8px;
    }

    .hint {
      min-block-size: calc(var(--_space) * 17);
    }

    .keys {
      column-gap: var(--_gap);
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .key:active {
      transform: none;
    }
  }

  @media (forced-colors: active) {
    .number {
      border: 1px solid FieldText;
      mask-image: none !important;
    }

    .erase {
      border-color: transparent;
    }

    .option[aria-selected='true'] {
      outline: 2px solid Highlight;
    }
  }
`;
