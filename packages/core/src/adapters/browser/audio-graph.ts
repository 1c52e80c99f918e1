/** The page's one AudioContext: made at first need, asleep when nobody uses it, closed at the end. */
export class AudioGraph {
  #context: AudioContext | undefined;
  #users = 0;
  #closed = false;

  /** Undefined where there is no Web Audio, and after the end. */
  get context(): AudioContext | undefined {
    if (this.#closed || typeof AudioContext === 'undefined') return undefined;
    this.#context ??= new AudioContext({ latencyHint: 'interactive' });
    return this.#context;
  }

  /** Keeps the context awake until the returned function is called. */
  use(): () => void {
    this.#users += 1;
    this.resume();
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#users -= 1;
      if (this.#users === 0 && this.#context?.state === 'running')
        this.#context.suspend().catch(ignore);
    };
  }

  /** Wakes the context where somebody uses it; before a gesture of the person a browser may put that off. */
  resume(): void {
    if (this.#users > 0 && this.context?.state !== 'running') this.context?.resume().catch(ignore);
  }

  close(): void {
    this.#closed = true;
    if (this.#context && this.#context.state !== 'closed') this.#context.close().catch(ignore);
    this.#context = undefined;
  }
}

function ignore(): void {
  // A context that closes meanwhile refuses; there is nothing left to wake or to put to sleep.
}
