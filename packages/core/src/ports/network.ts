/** What the host knows of the network, where it knows anything. */
export interface NetworkPort {
  /** Calls `listener` with true when the host says the network is back or changed, false when it is gone. Ends with `signal`. */
  watch(listener: (online: boolean) => void, options: { signal: AbortSignal }): void;
}
