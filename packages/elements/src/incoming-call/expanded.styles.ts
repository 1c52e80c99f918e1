import { css, type CSSResult } from 'lit';

/** The first card when it takes the room it is given: alone in a telephone, or larger because there is no sound. */
export const expandedStyles: CSSResult = css`
  /* Alone in a telephone, or without sound: the call takes the room it is given. */
  :host([expanded]),
  :host([expanded]) .base {
    block-size: 100%;
  }

  :host([expanded]) .card:first-child:not(.over) {
    flex: 1;
  }

  :host(:is([expanded], :state(loud))) .card:first-child:not(.over) .head {
    --_avatar: 96px;
    position: relative;
    flex: 1;
    flex-direction: column;
    justify-content: start;
    gap: calc(var(--_space) * 7);
    padding-block: calc(var(--_space) * 8) calc(var(--_space) * 3);
    text-align: center;
  }

  :host(:is([expanded], :state(loud))) .card:first-child:not(.over) {
    display: flex;
    flex-direction: column;
  }

  :host(:is([expanded], :state(loud))) .card:first-child .who {
    flex: none;
    inline-size: 100%;
    justify-items: center;
  }

  :host(:is([expanded], :state(loud))) .card:first-child .who > * {
    max-inline-size: 100%;
    justify-content: center;
  }

  :host(:is([expanded], :state(loud))) .card:first-child .who bdi {
    margin-inline: auto;
  }

  :host(:is([expanded], :state(loud))) .card:first-child .name {
    font-size: var(--_size-xl);
  }

  :host(:is([expanded], :state(loud))) .card:first-child .silence {
    position: absolute;
    inset-block-start: 0;
    inset-inline-end: 0;
  }

  :host(:state(loud)) .card:first-child {
    border-color: var(--_success);
    box-shadow:
      0 0 0 3px var(--_success),
      var(--_shadow);
  }

  @media (forced-colors: active) {
    :host(:state(loud)) .card:first-child {
      outline: 3px solid Highlight;
    }
  }
`;
