import { css, type CSSResult } from 'lit';

export const consentStyles: CSSResult = css`
  .consent .notice {
    background: color-mix(in oklab, var(--_accent) 10%, var(--_surface));
  }

  .consent .notice .icon {
    color: var(--_accent-tone);
  }

  .consent p {
    margin: 0;
  }

  .consent strong {
    display: flex;
    flex-wrap: wrap;
    column-gap: calc(var(--_space) * 1.5);
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .consent strong .digits {
    font-weight: 400;
  }

  .consent small {
    display: block;
    color: var(--_muted);
    font-size: var(--_size-xs);
  }
`;
