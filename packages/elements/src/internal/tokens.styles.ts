import { css, type CSSResult } from 'lit';

/**
 * Every element carries these. Public tokens inherit from the page; `--_…` resolve them here, so that a page's
 * value wins over the default. Tones for text on a surface are derived from the fill of the same name.
 */
export const tokenStyles: CSSResult = css`
  :host {
    --_accent: var(--cadran-color-accent, light-dark(#2159c9, #3d70de));
    --_on-accent: var(--cadran-color-on-accent, #fff);
    --_success: var(--cadran-color-success, light-dark(#147a3d, #198548));
    --_on-success: var(--cadran-color-on-success, #fff);
    --_danger: var(--cadran-color-danger, light-dark(#c8252f, #d8353d));
    --_on-danger: var(--cadran-color-on-danger, #fff);
    --_warning: var(--cadran-color-warning, light-dark(#9a4b00, #f2a33c));
    --_surface: var(--cadran-color-surface, light-dark(#fff, #1a1d22));
    --_raised: var(--cadran-color-surface-raised, light-dark(#fff, #24282e));
    --_text: var(--cadran-color-text, light-dark(#15191e, #f0f2f5));
    --_muted: var(--cadran-color-text-muted, light-dark(#59626d, #a6afba));
    --_border: var(--cadran-color-border, light-dark(#e1e4e8, #353a42));
    --_focus: var(--cadran-color-focus, light-dark(#2159c9, #8db2ff));

    --_accent-tone: light-dark(
      var(--_accent),
      oklch(from var(--_accent) max(l, 0.76) calc(c * 0.75) h)
    );
    --_success-tone: light-dark(var(--_success), oklch(from var(--_success) max(l, 0.76) c h));
    --_danger-tone: light-dark(
      var(--_danger),
      oklch(from var(--_danger) max(l, 0.76) calc(c * 0.7) h)
    );
    --_fill: color-mix(in oklab, var(--_text) 6%, var(--_surface));
    --_fill-hover: color-mix(in oklab, var(--_text) 10%, var(--_surface));
    --_fill-pressed: color-mix(in oklab, var(--_text) 17%, var(--_surface));
    --_outline: color-mix(in oklab, var(--_text) 48%, var(--_surface));

    --_font: var(--cadran-font, system-ui, sans-serif);
    --_size-xs: calc(var(--_size-s) / 1.2);
    --_size-s: var(--cadran-font-size, 0.875rem);
    --_size-m: calc(var(--_size-s) * 1.2);
    --_size-l: calc(var(--_size-m) * 1.2);
    --_size-xl: calc(var(--_size-l) * 1.2);
    --_size-2xl: calc(var(--_size-xl) * 1.2);

    --_radius: var(--cadran-radius, 12px);
    --_round: var(--cadran-radius-round, 999px);
    --_space: var(--cadran-space, 4px);
    --_target: var(--cadran-target-size, 44px);
    --_shadow: var(
      --cadran-shadow,
      0 1px 2px light-dark(rgb(15 23 42 / 6%), rgb(0 0 0 / 30%)),
      0 8px 24px light-dark(rgb(15 23 42 / 8%), rgb(0 0 0 / 36%))
    );
    --_fast: var(--cadran-duration-fast, 120ms);
    --_slow: var(--cadran-duration-slow, 240ms);

    box-sizing: border-box;
    color: var(--_text);
    font-family: var(--_font);
    font-size: var(--_size-s);
    line-height: 1.4;
    -webkit-tap-highlight-color: transparent;
  }

  :host([hidden]) {
    display: none !important;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }

  .icon {
    flex: none;
    inline-size: 1.25em;
    block-size: 1.25em;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .visually-hidden:not(:focus-within) {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: reduce) {
    :host {
      --_fast: 0ms;
      --_slow: 0ms;
    }
  }
`;
