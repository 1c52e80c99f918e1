import { css, type CSSResult } from 'lit';

export const callListStyles: CSSResult = css`
  :host {
    display: block;
  }

  :host(:state(empty)) {
    display: none;
  }

  .base {
    container-type: inline-size;
    overflow: hidden;
  }

  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .call {
    --_avatar: 36px;
    position: relative;
    display: flex;
    align-items: center;
    gap: calc(var(--_space) * 3);
    min-block-size: calc(var(--_target) + var(--_space) * 4);
    padding: calc(var(--_space) * 2) calc(var(--_space) * 2) calc(var(--_space) * 2)
      calc(var(--_space) * 4);
  }

  .call + .call {
    border-block-start: 1px solid var(--_border);
  }

  .call.current {
    background: color-mix(in oklab, var(--_accent) 7%, var(--_surface));
  }

  .call.current::before {
    content: '';
    position: absolute;
    inset-block: calc(var(--_space) * 2);
    inset-inline-start: 0;
    inline-size: 3px;
    border-radius: 2px;
    background: var(--_accent);
  }

  .who {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    flex: 1;
    min-inline-size: 0;
    line-height: 1.35;
  }

  .name {
    font-weight: 600;
  }

  .name bdi,
  .status span:first-child {
    display: block;
    inline-size: fit-content;
    max-inline-size: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .status {
    display: flex;
    gap: calc(var(--_space) * 1.5);
    min-inline-size: 0;
    color: var(--_muted);
    font-size: var(--_size-xs);
  }

  .way {
    padding-inline: calc(var(--_space) * 3);
  }

  .hang-up {
    margin-inline-start: calc(var(--_space) * -2);
    color: var(--_danger-tone);
  }

  .hang-up:hover {
    background: var(--_danger);
    color: var(--_on-danger);
  }

  .icon.down {
    rotate: 135deg;
  }

  .notice {
    padding: calc(var(--_space) * 3) calc(var(--_space) * 4);
    background: color-mix(in oklab, var(--_warning) 12%, var(--_surface));
  }

  @container (inline-size < 300px) {
    .avatar {
      display: none;
    }
  }

  @container (inline-size < 380px) {
    .way {
      padding: 0;
    }

    .way span {
      display: none;
    }
  }

  @media (forced-colors: active) {
    .call.current::before {
      background: Highlight;
    }
  }
`;
