type Listener = EventListenerOrEventListenerObject | null;

/**
 * Counts the listeners that stand on things which outlive a call: the document, the window, abort signals, devices.
 * Those of a closed connection or a stopped track die with it and are not counted.
 */
export class ListenerLedger {
  readonly #standing = new Map<EventTarget, Set<string>>();
  readonly #ids = new WeakMap<object, number>();
  readonly #add = EventTarget.prototype.addEventListener;
  readonly #undo: () => void;
  #nextId = 0;

  constructor() {
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    const note = this.#note.bind(this);
    const strike = this.#strike.bind(this);
    EventTarget.prototype.addEventListener = function add(type, listener, options) {
      note(this, type, listener, options);
      addEventListener.call(this, type, listener, options);
    };
    EventTarget.prototype.removeEventListener = function remove(type, listener, options) {
      strike(this, type, listener);
      removeEventListener.call(this, type, listener, options);
    };
    this.#undo = () => {
      Object.assign(EventTarget.prototype, { addEventListener, removeEventListener });
    };
  }

  get count(): number {
    let count = 0;
    for (const [target, listeners] of this.#standing)
      if (outlivesCalls(target)) count += listeners.size;
    return count;
  }

  on(target: EventTarget): number {
    return this.#standing.get(target)?.size ?? 0;
  }

  close(): void {
    this.#undo();
  }

  #note(
    target: EventTarget,
    type: string,
    listener: Listener,
    options?: boolean | AddEventListenerOptions,
  ): void {
    if (!listener) return;
    const { signal, once } = typeof options === 'object' ? options : {};
    if (signal?.aborted) return;
    const standing = this.#standing.get(target) ?? new Set();
    standing.add(this.#key(type, listener));
    this.#standing.set(target, standing);
    const strike = (): void => this.#strike(target, type, listener);
    if (signal) this.#add.call(signal, 'abort', strike, { once: true });
    if (once) this.#add.call(target, type, strike, { once: true });
  }

  #strike(target: EventTarget, type: string, listener: Listener): void {
    if (listener) this.#standing.get(target)?.delete(this.#key(type, listener));
  }

  #key(type: string, listener: object): string {
    const id = this.#ids.get(listener) ?? (this.#nextId += 1);
    this.#ids.set(listener, id);
    return `${type} ${id}`;
  }
}

function outlivesCalls(target: EventTarget): boolean {
  if (target instanceof RTCPeerConnection) return target.signalingState !== 'closed';
  if (target instanceof MediaStreamTrack) return target.readyState === 'live';
  if (target instanceof AbortSignal) return !target.aborted;
  return target === document || target === window || target === navigator.mediaDevices;
}
