/** Web Locks as they are in pages and in workers; there are none in Node and in old browsers. */
export interface WebLocks {
  request(
    name: string,
    options: { readonly signal?: AbortSignal },
    granted: () => Promise<void> | void,
  ): Promise<unknown>;
}

export function webLocks(): WebLocks | undefined {
  const { navigator } = globalThis as { navigator?: { locks?: WebLocks } };
  return navigator?.locks;
}
