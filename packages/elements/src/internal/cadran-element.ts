import { LitElement } from 'lit';

import { LanguageController } from './locale/language-controller.js';
import type { Strings } from './locale/strings.js';

/** What all elements share: the words of their language, and states for `:state()`. Tokens are in `tokenStyles`. */
export abstract class CadranElement extends LitElement {
  readonly #internals = this.attachInternals();
  readonly #language = new LanguageController(this);

  /** Every sentence, in the language of the nearest `lang`. */
  protected get words(): Strings {
    return this.#language.words;
  }

  /** The language tag for `Intl` and for `lang` on the outer box. */
  protected get locale(): string {
    return this.#language.locale;
  }

  /** Turns states on and off for `:state()`; those not named stay. */
  protected setStates(states: Readonly<Record<string, boolean>>): void {
    for (const [name, on] of Object.entries(states)) {
      if (on) this.#internals.states.add(name);
      else this.#internals.states.delete(name);
    }
  }
}
