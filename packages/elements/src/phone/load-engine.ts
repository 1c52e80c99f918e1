import { CadranError, type Phone, type PhoneOptions } from '@cadran/core';

export type CreatePhone = (options: PhoneOptions) => Phone;

let loading: Promise<CreatePhone> | undefined;

/**
 * Loads what makes a phone in this page, once for all lines. Elements stand without it: where the phone lives elsewhere
 * it is never asked for. Rejects with `phone/not-loaded`, after which the next call tries again.
 */
export function loadEngine(): Promise<CreatePhone> {
  loading ??= import('@cadran/core/phone').then(
    ({ createPhone }) => createPhone,
    (cause: unknown) => {
      loading = undefined;
      throw new CadranError('phone/not-loaded', { cause, retryable: true });
    },
  );
  return loading;
}
