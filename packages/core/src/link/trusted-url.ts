interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/**
 * The URL of our own worker, as pages that require Trusted Types want it, by the one policy named `cadran`. Only files of
 * the page's own origin pass. Throws where the page does not allow the policy.
 */
export function trustedUrl(url: string): string {
  const { trustedTypes, location } = globalThis as {
    trustedTypes?: TrustedTypes;
    location?: { readonly origin: string };
  };
  if (!trustedTypes) return url;
  policy ??= trustedTypes.createPolicy('cadran', {
    createScriptURL(given) {
      if (new URL(given).origin === location?.origin) return given;
      throw new TypeError('A worker is a file of the page’s own origin.');
    },
  });
  return policy.createScriptURL(url) as string;
}
