import { css, type CSSResult } from 'lit';

export const dialButtonStyles: CSSResult = css`
  :host {
    display: inline-flex;
    position: relative;
    max-inline-size: 100%;
    vertical-align: middle;
  }

  /* A link stays a part of its line. */
  :host(:state(link)) {
    display: inline;
    vertical-align: baseline;
    color: inherit;
    font: inherit;
  }

  .dial {
    --_button-fill: var(--_surface);
    position: relative;
    min-block-size: 36px;
    max-inline-size: 100%;
    padding-block: var(--_space);
    border-color: var(--_border);
    border-radius: var(--cadran-dial-button-radius, var(--_round));
    anchor-name: --dial;
  }

  /* As large a target as any, in the height of a line. */
  .dial::after {
    content: '';
    position: absolute;
    inset-block: min(0px, (36px - var(--_target)) / 2);
    inset-inline: 0;
  }

  .dial .icon {
    color: var(--_success-tone);
  }

  .dial[aria-disabled='true'] .icon {
    color: inherit;
  }

  .dial:has(.visually-hidden) {
    inline-size: 36px;
    min-inline-size: 36px;
    padding: 0;
  }

  .dial:has(.visually-hidden)::after {
    inset-inline: min(0px, (36px - var(--_target)) / 2);
  }

  .label {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .calling .icon {
    animation: ring 1s ease-in-out infinite;
  }

  .tip {
    position: absolute;
    z-index: 10;
    inset-block-start: calc(100% + var(--_space) * 1.5);
    inset-inline-start: 0;
    inline-size: max-content;
    max-inline-size: min(260px, 80vw);
    padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
    font-weight: 400;
    text-align: start;
    visibility: hidden;
  }

  .dial:is(:hover, :focus-visible) ~ .tip.reason,
  .tip.failure {
    visibility: visible;
  }

  @supports (position-area: block-end) {
    .tip {
      position: fixed;
      position-anchor: --dial;
      position-area: block-end span-inline-end;
      position-try-fallbacks:
        flip-inline,
        flip-block,
        flip-block flip-inline;
      inset: auto;
      margin-block: calc(var(--_space) * 1.5);
    }
  }

  @keyframes ring {
    25% {
      transform: rotate(-12deg);
    }
    75% {
      transform: rotate(12deg);
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .calling .icon {
      animation: none;
    }
  }
`;
