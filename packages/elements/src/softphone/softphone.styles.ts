import { css, type CSSResult } from 'lit';

export const softphoneStyles: CSSResult = css`
  :host {
    display: block;
    inline-size: 100%;
    min-inline-size: min(100%, 240px);
    max-inline-size: 400px;
    block-size: var(--cadran-softphone-height, 584px);
  }

  .base {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: auto auto minmax(0, 1fr);
    block-size: 100%;
    overflow: hidden;
  }

  .base:focus-visible {
    outline-offset: -2px;
  }

  .settling {
    animation: settling 300ms step-end;
  }

  @keyframes settling {
    from {
      --_until-settled: hidden;
    }
  }

  .header,
  .body {
    visibility: var(--_until-settled, inherit);
  }

  .header {
    grid-row: 1;
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 3);
    padding: calc(var(--_space) * 2) calc(var(--_space) * 2) calc(var(--_space) * 2)
      calc(var(--_space) * 4);
    border-block-end: 1px solid var(--_border);
  }

  .header .avatar {
    --_avatar: 36px;
  }

  .me {
    display: grid;
    flex: 1;
    min-inline-size: 0;
    margin: 0;
    line-height: 1.35;
  }

  .name,
  .status {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .name {
    font-weight: 600;
    inline-size: fit-content;
    max-inline-size: 100%;
  }

  .status {
    color: var(--_muted);
    font-size: var(--_size-xs);
  }

  .body {
    grid-row: 3;
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    overflow: hidden auto;
  }

  .body[hidden] {
    display: none;
  }

  .message {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: calc(var(--_space) * 4);
    block-size: 100%;
    padding: calc(var(--_space) * 8);
    color: var(--_muted);
    text-align: center;
    text-wrap: balance;
  }

  .message .icon {
    inline-size: 40px;
    block-size: 40px;
    stroke-width: 1.5;
  }

  .message p {
    margin: 0;
  }

  cadran-dialpad,
  cadran-call {
    flex: 1;
  }

  cadran-dialpad::part(base),
  cadran-call::part(base),
  cadran-call-list::part(base),
  cadran-device-picker::part(base) {
    border: 0;
    border-radius: 0;
    background: none;
  }

  cadran-dialpad {
    --cadran-dialpad-key-size: 66px;
    --cadran-dialpad-gap: 14px;
  }

  /* As the key that calls, whose place it takes. */
  .again {
    inline-size: calc(66px * 3 + 14px * 3);
    max-inline-size: 100%;
    min-block-size: 52px;
    margin-block-start: calc(14px * 1.25);
    border-radius: var(--_round);
    font-size: 1rem;
  }

  .notice[slot='hint'] {
    color: var(--_text);
    font-size: var(--_size-xs);
    line-height: 1.25;
    text-align: start;
  }

  cadran-call {
    --cadran-call-height: 100%;
    min-block-size: 300px;
  }

  cadran-call-list {
    flex: none;
    border-block-end: 1px solid var(--_border);
  }

  cadran-incoming-call {
    grid-row: 2;
  }

  cadran-incoming-call:is(.alone, .several) {
    grid-row: 2 / span 2;
    min-block-size: 0;
    overflow: hidden auto;
  }

  cadran-incoming-call.alone::part(card) {
    border: 0;
    border-radius: 0;
    box-shadow: none;
    background: none;
  }

  cadran-incoming-call:is(.above, .several) {
    padding: calc(var(--_space) * 2);
    background: var(--_fill);
  }

  cadran-incoming-call.passing {
    position: absolute;
    z-index: 1;
    grid-row: auto;
    inset: calc(var(--_space) * 1.5) calc(var(--_space) * 1.5) auto;
  }

  cadran-incoming-call.passing::part(card) {
    padding-block: calc(var(--_space) * 2);
  }

  .settings {
    grid-row: 2 / span 2;
    grid-column: 1;
    z-index: 1;
    min-block-size: 0;
    overflow: hidden auto;
    background: var(--_surface);
    animation: slide-in var(--_slow) ease-out;
  }

  @keyframes slide-in {
    from {
      opacity: 0;
      translate: 0 16px;
    }
  }
`;
