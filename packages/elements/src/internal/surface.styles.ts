import { css, type CSSResult } from 'lit';

/** `.surface` is the outer box of an element that is a panel; `.raised` floats above it; `.notice` is a sentence with its icon. */
export const surfaceStyles: CSSResult = css`
  .surface {
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.34);
    background: var(--_surface);
  }

  .raised {
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_raised);
    box-shadow: var(--_shadow);
  }

  .notice {
    display: flex;
    gap: calc(var(--_space) * 2);
    align-items: flex-start;
    margin: 0;
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }

  /* The words may be of another direction than the page. */
  .notice > span {
    unicode-bidi: plaintext;
  }

  .notice .icon {
    margin-block-start: 0.075em;
    color: var(--_warning);
  }

  .muted {
    color: var(--_muted);
  }

  .digits {
    font-variant-numeric: tabular-nums;
  }

  @media (forced-colors: active) {
    .surface,
    .raised {
      border-color: CanvasText;
    }
  }
`;
