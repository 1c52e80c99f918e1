import { css, type CSSResult } from 'lit';

/** Native inputs and selects. `.field` is the control itself, `.field-label` its label. */
export const fieldStyles: CSSResult = css`
  .field {
    appearance: none;
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: var(--_target);
    margin: 0;
    padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
    border: 1px solid var(--_outline);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: inherit;
    font: inherit;
    text-overflow: ellipsis;
    transition: border-color var(--_fast);
  }

  .field:hover:enabled {
    border-color: var(--_muted);
  }

  .field:focus-visible {
    outline-offset: -1px;
  }

  .field::placeholder {
    color: var(--_muted);
    opacity: 1;
  }

  .field:disabled {
    border-color: var(--_border);
    color: var(--_muted);
    opacity: 1;
    cursor: not-allowed;
  }

  .field-label {
    display: block;
    font-weight: 500;
    margin-block-end: var(--_space);
  }
`;
