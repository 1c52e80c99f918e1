import { css, type CSSResult } from 'lit';

/**
 * Native buttons. `.button` alone is quiet; `.call` answers or calls, `.end` ends a call, `.primary` is any other main
 * action, `.plain` has no fill, `.round` holds one icon. `aria-disabled` keeps a button reachable that says why it is off.
 */
export const buttonStyles: CSSResult = css`
  .button {
    --_button-fill: var(--_fill);
    --_button-hover: var(--_fill-hover);
    --_button-pressed: var(--_fill-pressed);
    appearance: none;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: calc(var(--_space) * 2);
    min-inline-size: var(--_target);
    min-block-size: var(--_target);
    margin: 0;
    padding: calc(var(--_space) * 2) calc(var(--_space) * 4);
    /* Seen only where colours are forced. */
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: var(--_button-fill);
    color: var(--_text);
    font: inherit;
    font-weight: 500;
    line-height: 1.2;
    text-align: center;
    cursor: pointer;
    user-select: none;
    -webkit-user-select: none;
    -webkit-touch-callout: none;
    touch-action: manipulation;
    transition:
      background-color var(--_fast),
      transform var(--_fast);
  }

  .button:hover {
    background: var(--_button-hover);
  }

  .button:active,
  .button[aria-pressed='true'] {
    background: var(--_button-pressed);
  }

  .button.round {
    inline-size: var(--_target);
    padding: 0;
    border-radius: var(--_round);
    font-size: var(--_size-m);
  }

  .button.plain {
    --_button-fill: transparent;
    --_button-hover: var(--_fill);
    --_button-pressed: var(--_fill-hover);
  }

  .button.call {
    --_button-fill: var(--_success);
    color: var(--_on-success);
  }

  .button.end {
    --_button-fill: var(--_danger);
    color: var(--_on-danger);
  }

  .button.primary {
    --_button-fill: var(--_accent);
    color: var(--_on-accent);
  }

  .button:is(.call, .end, .primary) {
    --_button-hover: color-mix(in oklab, var(--_button-fill) 90%, #000);
    --_button-pressed: color-mix(in oklab, var(--_button-fill) 80%, #000);
    font-weight: 600;
  }

  .button:is(:disabled, [aria-disabled='true']) {
    --_button-fill: var(--_fill);
    background: var(--_fill);
    color: var(--_muted);
    cursor: not-allowed;
  }

  .button.plain:is(:disabled, [aria-disabled='true']) {
    background: transparent;
  }

  @media (forced-colors: active) {
    .button {
      border-color: ButtonText;
    }

    .button[aria-pressed='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }

    .button:is(:disabled, [aria-disabled='true']) {
      border-color: GrayText;
      color: GrayText;
    }
  }
`;
