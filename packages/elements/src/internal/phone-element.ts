import type { ErrorCode, Phone } from '@cadran/core';
import { property, state } from 'lit/decorators.js';

import { CadranElement } from './cadran-element.js';
import { requestIntent, type IntentDetails } from './intents.js';
import type { Strings } from './locale/strings.js';

/** An element that shows or commands a phone. Its PhoneController finds which. */
export abstract class PhoneElement extends CadranElement {
  /** Id of the `<cadran-phone>` to use. One around the element comes first. */
  @property() for: string | undefined;

  /** The phone to use, when there is no `<cadran-phone>` around and `for` names none. */
  @property({ attribute: false }) phone: Phone | undefined;

  /** Why the last command failed, until the next one. */
  @state() protected failure: ErrorCode | undefined;

  /** Gives a command; a failure is shown, never thrown. Resolves with undefined then. */
  protected async attempt<Result>(command: () => Promise<Result>): Promise<Result | undefined> {
    this.failure = undefined;
    try {
      return await command();
    } catch (error) {
      this.failure = codeOf(error, this.words);
      return undefined;
    }
  }

  /** Asks the page for leave, then gives the command. */
  protected async request<Name extends keyof IntentDetails>(
    name: Name,
    detail: IntentDetails[Name],
    command: () => Promise<unknown>,
  ): Promise<void> {
    if (requestIntent(this, name, detail)) await this.attempt(command);
  }
}

/** By its code, not its class: a phone given by the page may come from another copy of the core. */
function codeOf(error: unknown, words: Strings): ErrorCode {
  const code = (error as { code?: unknown } | undefined)?.code;
  if (typeof code === 'string' && code.includes('/') && code in words) return code as ErrorCode;
  reportError(error);
  return 'call/wrong-state';
}
