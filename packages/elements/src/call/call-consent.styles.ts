import { css, type CSSResult } from 'lit';

export const consentStyles: CSSResult = css`
  .consent .notice {
    position: relative;
    padding-block-end: calc(var(--_space) * 2 + 3px);
    overflow: hidden;
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

  .running-out {
    position: absolute;
    inset-inline: 0;
    inset-block-end: 0;
    block-size: 3px;
    background: var(--_accent);
    transform-origin: 0 50%;
    animation: run-out linear forwards;
  }

  .running-out:dir(rtl) {
    transform-origin: 100% 50%;
  }

  @keyframes run-out {
    to {
      scale: 0 1;
    }
  }
`;
