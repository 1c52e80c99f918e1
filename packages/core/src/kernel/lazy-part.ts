import { createDeferred } from './deferred.js';

/** A part of the phone that is loaded when somebody first needs it. */
export interface LazyPart<Part> {
  /** The part, once it is there. */
  readonly now: Part | undefined;
  /** Resolves once the part is there, whoever loaded it; never rejects. */
  readonly arrival: Promise<Part>;
  /** Resolves with the part. Rejects as the load did; whoever needs it next tries again. */
  load(): Promise<Part>;
}

export function createLazyPart<Part>(source: () => Promise<Part>): LazyPart<Part> {
  let now: Part | undefined;
  let loading: Promise<Part> | undefined;
  const { promise: arrival, resolve } = createDeferred<Part>();
  return {
    arrival,
    get now() {
      return now;
    },
    load() {
      loading ??= source().then(
        (part) => {
          resolve((now = part));
          return part;
        },
        (error: unknown) => {
          loading = undefined;
          throw error;
        },
      );
      return loading;
    },
  };
}

/** A part that is there from the start: inside a worker's file, or in a test. */
export function loadedPart<Part>(part: Part): LazyPart<Part> {
  const arrival = Promise.resolve(part);
  return { now: part, arrival, load: () => arrival };
}
