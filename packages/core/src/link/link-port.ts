/** One end of a message channel; a `MessagePort` is one. Declared here so that the core needs no DOM types. */
export interface LinkPort {
  postMessage(message: unknown): void;
  addEventListener(
    type: 'message',
    listener: (event: { readonly data: unknown }) => void,
    options?: { signal?: AbortSignal },
  ): void;
  /** Lets messages come in, where they wait for that. */
  start?(): void;
  close(): void;
}
