import type { ReactiveController, ReactiveControllerHost } from 'lit';

import { matchSuggestions, type DialSuggestion } from './dialpad-logic.js';
import type { SuggestionView } from './dialpad-parts.js';

/** Which suggestions match what is typed, whether their list is open, and which of them the keyboard is on. */
export class SuggestionPicker implements ReactiveController {
  readonly #host: ReactiveControllerHost & {
    suggestions: readonly DialSuggestion[];
    value: string;
  };
  #isOpen = false;
  #option = -1;

  constructor(
    host: ReactiveControllerHost & { suggestions: readonly DialSuggestion[]; value: string },
  ) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#isOpen = false;
  }

  get view(): SuggestionView {
    const matches = matchSuggestions(this.#host.suggestions, this.#host.value);
    return { matches, isOpen: this.#isOpen && matches.length > 0, option: this.#option };
  }

  /** The suggestion the keyboard is on. */
  get picked(): DialSuggestion | undefined {
    const { matches, isOpen, option } = this.view;
    return isOpen ? matches[option] : undefined;
  }

  /** Opens or closes the list, with none picked; false when nothing changed. */
  setOpen(isOpen: boolean): boolean {
    const changed = this.view.isOpen !== isOpen;
    this.#isOpen = isOpen;
    this.#option = -1;
    this.#host.requestUpdate();
    return changed;
  }

  /** To the next one, or with -1 to the one before; opens the list. */
  move(step: 1 | -1): void {
    const count = this.view.matches.length;
    if (count === 0) return;
    const from = this.#option < 0 && step < 0 ? 0 : this.#option;
    this.setOpen(true);
    this.#option = (from + step + count) % count;
  }
}
