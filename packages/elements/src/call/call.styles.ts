import { css, type CSSResult, type CSSResultGroup } from 'lit';

import { consentStyles } from './call-consent.styles.js';
import { placeStyles } from './call-place.styles.js';
import { runningOutStyles } from './running-out.styles.js';

const windowStyles: CSSResult = css`
  :host {
    display: block;
    block-size: var(--cadran-call-height, 520px);
  }

  :host(:state(empty)) {
    display: none;
  }

  .base {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto auto;
    gap: calc(var(--_space) * 4);
    block-size: 100%;
    padding: calc(var(--_space) * 4);
    container-type: inline-size;
    overflow: hidden;
  }

  .base:focus-visible {
    outline-offset: -2px;
  }

  /* Who, and how it stands. What slides in lies over the lower part; nothing else moves. */
  .stage {
    position: relative;
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    container: stage / size;
  }

  .who {
    --_avatar: 76px;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: center;
    gap: 2px;
    padding-block-start: calc(var(--_space) * 6);
    text-align: center;
  }

  .picture {
    margin-block-end: calc(var(--_space) * 3);
  }

  .name {
    max-inline-size: 100%;
    margin: 0;
    font-size: var(--_size-xl);
    font-weight: 600;
    line-height: 1.25;
    letter-spacing: -0.01em;
  }

  /* A name keeps its own direction and stands where its line does. */
  .name bdi,
  .detail bdi {
    display: block;
    inline-size: fit-content;
    max-inline-size: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .detail {
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 1.5);
    max-inline-size: 100%;
    min-block-size: 1.4em;
    margin: 0;
    color: var(--_muted);
  }

  .detail > * + *::before {
    content: '·' / '';
    margin-inline-end: calc(var(--_space) * 1.5);
  }

  .detail > span {
    flex: none;
  }

  .detail .icon {
    inline-size: 1.1em;
    block-size: 1.1em;
    margin-block-end: -0.15em;
    color: var(--_accent-tone);
  }

  .progress {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    column-gap: calc(var(--_space) * 2);
    min-block-size: 2.8em;
    margin: calc(var(--_space) * 2) 0 0;
    font-size: var(--_size-m);
    text-wrap: balance;
  }

  .progress p {
    margin: 0;
  }

  :host(:state(ended)) .avatar {
    background: var(--_fill);
    color: var(--_muted);
  }

  .notices {
    display: grid;
    gap: calc(var(--_space) * 2);
    margin-block-start: auto;
  }

  .notice {
    padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: var(--_fill);
    line-height: 1.35;
  }

  .notice .icon {
    color: var(--_muted);
  }

  .notice:is(.about-problem, .about-line, .about-sound) {
    background: color-mix(in oklab, var(--_warning) 12%, var(--_surface));
  }

  .notice:is(.about-problem, .about-line, .about-sound) .icon {
    color: var(--_warning);
  }

  .consultation {
    display: grid;
    gap: calc(var(--_space) * 2);
  }

  .pair {
    display: flex;
    gap: calc(var(--_space) * 2);
  }

  .pair .button {
    flex: 1 1 0;
    padding-inline: calc(var(--_space) * 2);
  }

  .turning {
    animation: turn 1.2s linear infinite;
  }

  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }

  /* Room for a second call above, or a short frame: who stands beside the picture. */
  @container stage (block-size < 236px) {
    .who {
      --_avatar: 48px;
      grid-template-columns: auto minmax(0, 1fr);
      justify-items: start;
      column-gap: calc(var(--_space) * 3);
      padding-block-start: 0;
      text-align: start;
    }

    .picture {
      grid-row: 1 / span 3;
      margin: 0;
    }

    .name {
      font-size: var(--_size-l);
    }

    .progress {
      justify-content: start;
      min-block-size: 0;
      margin: 0;
      font-size: inherit;
    }
  }

  /* Who is asked, who waits, and the two ways out: the picture leaves its room to them. */
  @container stage (block-size < 330px) {
    .who:has(~ .notices .consultation) {
      padding-block-start: 0;
    }

    .who:has(~ .notices .consultation) .picture {
      display: none;
    }
  }

  @container stage (block-size < 440px) {
    .who:has(~ .notices .consent) {
      padding-block-start: 0;
    }

    .who:has(~ .notices .consent) .picture {
      display: none;
    }

    .who:has(~ .notices .consent) .progress {
      min-block-size: 0;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .turning {
      animation-duration: 6s;
    }
  }

  @container (inline-size < 272px) {
    .who {
      --_avatar: 60px;
      padding-block-start: calc(var(--_space) * 2);
    }

    .detail {
      flex-direction: column;
      gap: 0;
    }

    .detail > * + *::before {
      content: none;
    }
  }

  @media (forced-colors: active) {
    .notice {
      border-color: CanvasText;
    }
  }
`;

export const callStyles: CSSResultGroup = [
  windowStyles,
  consentStyles,
  placeStyles,
  runningOutStyles,
];
