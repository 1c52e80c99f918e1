import { css, type CSSResult } from 'lit';

/** The rows of controls below the stage, on one grid of four columns. */
export const controlsStyles: CSSResult = css`
  .controls,
  .primary-row {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    gap: calc(var(--_space) * 2);
    justify-items: center;
  }

  .control {
    appearance: none;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: center;
    gap: calc(var(--_space) * 1.5);
    inline-size: 100%;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    font-size: var(--_size-xs);
    line-height: 1.2;
    cursor: pointer;
    touch-action: manipulation;
    user-select: none;
    -webkit-user-select: none;
  }

  .control:focus-visible {
    outline: none;
  }

  .control:focus-visible .disc {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }

  .control span:last-child {
    max-inline-size: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .disc {
    --_disc: calc(var(--_target) + var(--_space) * 2);
    display: grid;
    place-items: center;
    inline-size: var(--_disc);
    max-inline-size: 100%;
    aspect-ratio: 1;
    border: 1px solid transparent;
    border-radius: var(--_round);
    background: var(--_fill);
    font-size: var(--_size-m);
    transition: background-color var(--_fast);
  }

  .control:hover .disc {
    background: var(--_fill-hover);
  }

  .control:active .disc {
    background: var(--_fill-pressed);
  }

  /* On: the disc turns over, as a lit button does. */
  .control.on .disc {
    background: var(--_text);
    color: var(--_surface);
  }

  .control[aria-disabled='true'] {
    color: var(--_muted);
    cursor: not-allowed;
  }

  .control[aria-disabled='true'] .disc {
    background: var(--_fill);
    opacity: 0.55;
  }

  .control[aria-busy='true'] .disc {
    opacity: 1;
  }

  .wide {
    grid-column: span 2;
    inline-size: 100%;
    padding-inline: calc(var(--_space) * 2);
    border-radius: min(var(--_round), calc(var(--_target) / 2 + 4px));
  }

  .primary-row .button {
    min-block-size: calc(var(--_target) + var(--_space));
  }

  .primary-row .button.round {
    inline-size: calc(var(--_target) + var(--_space));
  }

  /* The popovers of the sound and help buttons stand above the row's end. */
  .primary-row {
    anchor-name: --cadran-popover;
    anchor-scope: --cadran-popover;
  }

  .icon.solid {
    fill: currentColor;
    stroke-width: 1;
  }

  .icon.down {
    rotate: 135deg;
  }

  @container (inline-size < 272px) {
    .wide .icon {
      display: none;
    }

    .controls {
      gap: 2px;
      margin-inline: -6px;
    }

    .control {
      font-size: 0.65rem;
    }
  }

  @media (hover: none) and (pointer: coarse) {
    .help {
      visibility: hidden;
    }
  }

  @media (forced-colors: active) {
    .disc {
      border-color: ButtonText;
    }

    .control.on .disc {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }

    .control[aria-disabled='true'] {
      color: GrayText;
    }

    .control[aria-disabled='true'] .disc {
      border-color: GrayText;
      opacity: 1;
    }
  }
`;
