import { css, type CSSResult } from 'lit';

export const presenceStyles: CSSResult = css`
  :host {
    --_size: var(--cadran-presence-size, 16px);
    --_available: var(--cadran-presence-available, var(--_success));
    --_busy: var(--cadran-presence-busy, light-dark(#b4470a, #d9691f));
    --_away: var(--cadran-presence-away, light-dark(#8a5a00, #b67a14));
    display: inline-flex;
    vertical-align: middle;
    min-inline-size: 0;
  }

  :host([size='small']) {
    --_size: var(--cadran-presence-size, 12px);
    font-size: var(--_size-s);
  }

  :host([size='large']) {
    --_size: var(--cadran-presence-size, 20px);
    font-size: var(--_size-m);
  }

  .base {
    display: inline-flex;
    align-items: center;
    gap: calc(var(--_space) * 1.5);
    min-inline-size: 0;
  }

  .avatar {
    position: relative;
    display: inline-flex;
    flex: none;
  }

  /*
   * A list of a thousand changes often: the state is a class of the badge alone, since one of the host would cost all
   * of its tokens again, and nothing fades.
   */
  .badge {
    --_badge: var(--_muted);
    display: inline-grid;
    place-items: center;
    inline-size: var(--_size);
    block-size: var(--_size);
    border-radius: 50%;
    background: var(--_badge);
    color: #fff;
    border: 2px solid var(--_badge);
  }

  .badge.available {
    --_badge: var(--_available);
    color: var(--_on-success);
  }

  .badge:is(.busy, .in-call, .do-not-disturb) {
    --_badge: var(--_busy);
  }

  .badge:is(.away, .ringing) {
    --_badge: var(--_away);
  }

  .badge .icon {
    inline-size: 100%;
    block-size: 100%;
    stroke-width: 3.5;
  }

  /* Nobody can be reached: hollow. */
  .badge:is(.offline, .unknown, .not-permitted) {
    background: var(--_surface);
    color: var(--_badge);
  }

  /* Nothing is known: a bare icon. */
  .badge:is(.unknown, .not-permitted) {
    border: 0;
  }

  .badge:is(.unknown, .not-permitted) .icon {
    stroke-width: 2.5;
  }

  .badge.ringing .icon {
    animation: swing 1s ease-in-out infinite;
  }

  .label {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  ::slotted(*) {
    display: block;
    border-radius: 50%;
  }

  /* On an avatar the badge sits at its lower corner. */
  .carried .badge {
    position: absolute;
    inset-block-end: -2px;
    inset-inline-end: -2px;
    box-shadow: 0 0 0 2px var(--cadran-presence-ring, var(--_surface));
  }

  @keyframes swing {
    25% {
      transform: rotate(14deg);
    }
    75% {
      transform: rotate(-14deg);
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .badge .icon {
      animation: none !important;
    }
  }

  @media (forced-colors: active) {
    .badge {
      background: Canvas !important;
      color: CanvasText !important;
      border-color: CanvasText;
    }

    /* Busy is filled and offline is hollow, there as here. */
    .badge.busy {
      forced-color-adjust: none;
      background: CanvasText !important;
    }
  }
`;
