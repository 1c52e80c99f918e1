import { css, type CSSResult } from 'lit';

export const placeStyles: CSSResult = css`
  .about-place .icon {
    color: var(--_accent-tone);
  }

  /* A change of page brings the sound along in a moment: only what takes longer is worth a word. */
  .unless-soon {
    animation: appear 200ms 800ms both;
  }

  @keyframes appear {
    from {
      opacity: 0;
    }
  }
`;
