import type { CallId } from '@cadran/core';

/** What an element is about to do, by the name of its event. The page may veto each with `preventDefault()`. */
export interface IntentDetails {
  'cadran-dial-request': { readonly target: string };
  'cadran-answer-request': { readonly callId: CallId };
  'cadran-decline-request': { readonly callId: CallId };
  'cadran-hangup-request': { readonly callId: CallId };
  /** `hold` is false when the call is to be resumed. */
  'cadran-hold-request': { readonly callId: CallId; readonly hold: boolean };
  /** The far side asks to connect us with `target`; `accept` is false when it is to be refused. */
  'cadran-transfer-answer-request': {
    readonly callId: CallId;
    readonly target: string;
    readonly accept: boolean;
  };
  /** The sound of the call is to come into this page. */
  'cadran-take-request': { readonly callId: CallId };
  'cadran-transfer-request': {
    readonly callId: CallId;
    readonly target: string;
    readonly kind: 'blind' | 'attended';
  };
}

/** Asks the page for leave: bubbles, crosses shadow roots, can be cancelled. */
export class CadranIntentEvent<Name extends keyof IntentDetails> extends CustomEvent<
  IntentDetails[Name]
> {
  declare readonly type: Name;

  constructor(name: Name, detail: IntentDetails[Name]) {
    super(name, { detail, bubbles: true, composed: true, cancelable: true });
  }
}

/** True when the page lets it happen. */
export function requestIntent<Name extends keyof IntentDetails>(
  source: HTMLElement,
  name: Name,
  detail: IntentDetails[Name],
): boolean {
  return source.dispatchEvent(new CadranIntentEvent(name, detail));
}

type IntentEvents = { [Name in keyof IntentDetails]: CadranIntentEvent<Name> };

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an interface is the only way to add to it
  interface HTMLElementEventMap extends IntentEvents {}
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an interface is the only way to add to it
  interface DocumentEventMap extends IntentEvents {}
}
