import { css, type CSSResult } from 'lit';

/** `--_avatar` is the diameter. */
export const avatarStyles: CSSResult = css`
  .avatar {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: var(--_avatar, 40px);
    block-size: var(--_avatar, 40px);
    border: 1px solid transparent;
    border-radius: var(--_round);
    background: color-mix(in oklab, var(--_accent) 14%, var(--_surface));
    color: color-mix(in oklab, var(--_accent-tone) 80%, var(--_text));
    font-size: calc(var(--_avatar, 40px) * 0.36);
    font-weight: 600;
    line-height: 1;
    letter-spacing: 0.02em;
  }

  @media (forced-colors: active) {
    .avatar {
      border-color: CanvasText;
    }
  }
`;
