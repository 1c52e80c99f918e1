import { css, type CSSResult } from 'lit';

export const incomingCallStyles: CSSResult = css`
  :host {
    display: block;
  }

  .base {
    display: flex;
    flex-direction: column;
    container-type: inline-size;
  }

  :host(:state(empty)) .base {
    display: none;
  }

  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_space) * 4);
    padding: calc(var(--_space) * 4);
    border-radius: calc(var(--_radius) * 1.34);
    animation: arrive var(--_slow) ease-out;
  }

  .card + .card,
  .card ~ .past > .card,
  .past > .card + .card {
    margin-block-start: calc(var(--_space) * 3);
  }

  .head {
    --_avatar: 52px;
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 3.5);
  }

  .picture {
    position: relative;
    flex: none;
  }

  /* Two rings go out from the picture, one a second: far from what flashing may be (WCAG 2.3.1). */
  .card:not(.silenced, .over) .picture::before,
  .card:not(.silenced, .over) .picture::after {
    content: '';
    position: absolute;
    inset: 0;
    border: 2px solid var(--_success);
    border-radius: var(--_round);
    animation: ring 2s ease-out infinite;
  }

  .card:not(.silenced, .over) .picture::after {
    animation-delay: 1s;
  }

  .who {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    flex: 1;
    min-inline-size: 0;
    line-height: 1.35;
  }

  .who p {
    margin: 0;
  }

  .kind {
    color: var(--_muted);
  }

  .name {
    font-size: var(--_size-l);
    font-weight: 600;
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
    color: var(--_muted);
  }

  .detail .icon {
    inline-size: 1.1em;
    block-size: 1.1em;
    margin-block-end: -0.15em;
    color: var(--_accent-tone);
  }

  .silence {
    align-self: start;
    margin: calc(var(--_space) * -1) calc(var(--_space) * -2) auto 0;
  }

  .silence[aria-pressed='true'] {
    color: var(--_muted);
  }

  .notices {
    display: grid;
    gap: calc(var(--_space) * 2);
  }

  /* A live region is there before its text; while it has none it takes no room. */
  .notices:empty {
    position: absolute;
  }

  .notice {
    flex-wrap: wrap;
    padding: calc(var(--_space) * 2) calc(var(--_space) * 3);
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: color-mix(in oklab, var(--_warning) 12%, var(--_surface));
    line-height: 1.35;
  }

  .notice span {
    flex: 1;
    min-inline-size: 60%;
  }

  .notice .button {
    flex: 1 0 100%;
    margin-block: var(--_space);
    background: var(--_surface);
  }

  .actions {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: calc(var(--_space) * 2);
  }

  .actions > *,
  .split > .button {
    min-block-size: calc(var(--_target) + var(--_space));
    border-radius: min(var(--_round), calc(var(--_target) / 2 + 4px));
  }

  .actions .button {
    gap: calc(var(--_space) * 1.5);
    padding-inline: calc(var(--_space) * 2);
  }

  .split {
    display: flex;
    gap: 1px;
  }

  .split > .end:first-child {
    flex: 1;
    min-inline-size: 0;
    border-start-end-radius: 0;
    border-end-end-radius: 0;
  }

  .split .down {
    inline-size: 1.1em;
    block-size: 1.1em;
  }

  .split > .more {
    flex: none;
    inline-size: var(--_target);
    padding: 0;
    border-start-start-radius: 0;
    border-end-start-radius: 0;
    anchor-name: --cadran-decline-more;
    anchor-scope: --cadran-decline-more;
  }

  .long {
    font-size: var(--_size-xs);
  }

  .long .icon {
    display: none;
  }

  .icon.down {
    rotate: 135deg;
  }

  .popover {
    inset: auto;
    min-inline-size: 208px;
    margin: calc(var(--_space) * 2) 0;
    padding: var(--_space);
    position-area: block-end span-inline-end;
    position-try-fallbacks: flip-block, flip-inline;
  }

  @supports not (position-area: block-end) {
    .popover {
      inset: 0;
      margin: auto;
    }
  }

  .popover .button {
    inline-size: 100%;
    justify-content: start;
    font-weight: 400;
    text-align: start;
  }

  .missed {
    display: grid;
    place-items: center;
    inline-size: var(--_target);
    block-size: var(--_target);
    border-radius: var(--_round);
    background: var(--_fill);
    color: var(--_muted);
    font-size: var(--_size-m);
  }

  .over .button {
    margin-inline-end: calc(var(--_space) * -2);
  }

  .over .name {
    font-size: var(--_size-m);
  }

  @keyframes ring {
    from {
      opacity: 0.9;
    }
    to {
      opacity: 0;
      scale: 1.5;
    }
  }

  @keyframes arrive {
    from {
      opacity: 0;
      translate: 0 -12px;
    }
  }

  @container (inline-size < 272px) {
    :host(:not([expanded])) .card:not(.over) .picture,
    .more,
    .actions .icon {
      display: none;
    }

    .split > .end:first-child {
      border-radius: min(var(--_round), calc(var(--_target) / 2 + 4px));
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .card {
      animation: none;
    }

    .card:not(.silenced, .over) .picture::before {
      animation: none;
      inset: -5px;
    }

    .card:not(.silenced, .over) .picture::after {
      content: none;
    }
  }

  @media (forced-colors: active) {
    .notice {
      border-color: CanvasText;
    }
  }
`;
