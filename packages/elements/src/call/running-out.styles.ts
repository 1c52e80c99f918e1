import { css, type CSSResult } from 'lit';

export const runningOutStyles: CSSResult = css`
  .notice:has(.running-out) {
    position: relative;
    padding-block-end: calc(var(--_space) * 2 + 3px);
    overflow: hidden;
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

  @media (prefers-reduced-motion: reduce) {
    .running-out {
      animation-timing-function: steps(5);
    }
  }

  @keyframes run-out {
    to {
      scale: 0 1;
    }
  }
`;
