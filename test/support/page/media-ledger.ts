/** Books every connection, track, audio context and listener that a page opens, so that a test sees what is left. */
export class MediaLedger {
  readonly connections: RTCPeerConnection[] = [];
  readonly contexts: AudioContext[] = [];
  /** Tracks of getUserMedia and their clones. */
  readonly tracks: MediaStreamTrack[] = [];
  readonly elements: HTMLMediaElement[] = [];
  readonly #undo: (() => void)[] = [];

  constructor() {
    const { connections, contexts, tracks, elements } = this;
    this.#replace(globalThis, 'RTCPeerConnection', (Original) =>
      recording(Original, (connection) => connections.push(connection)),
    );
    this.#replace(globalThis, 'AudioContext', (Original) =>
      recording(Original, (context) => contexts.push(context)),
    );
    this.#replace(MediaDevices.prototype, 'getUserMedia', (original) => {
      return async function getUserMedia(this: MediaDevices, constraints) {
        const stream = await original.call(this, constraints);
        tracks.push(...stream.getTracks());
        return stream;
      };
    });
    this.#replace(MediaStreamTrack.prototype, 'clone', (original) => {
      return function clone(this: MediaStreamTrack) {
        const copy = original.call(this);
        tracks.push(copy);
        return copy;
      };
    });
    this.#replace(HTMLMediaElement.prototype, 'play', (original) => {
      return function play(this: HTMLMediaElement) {
        if (!elements.includes(this)) elements.push(this);
        return original.call(this);
      };
    });
  }

  get openConnections(): number {
    return this.connections.filter(({ signalingState }) => signalingState !== 'closed').length;
  }

  get liveTracks(): number {
    return this.tracks.filter(({ readyState }) => readyState === 'live').length;
  }

  get openContexts(): number {
    return this.contexts.filter(({ state }) => state !== 'closed').length;
  }

  /** The element that plays `track`. */
  elementOf(track: MediaStreamTrack): HTMLMediaElement | undefined {
    return this.elements.find(({ srcObject }) => {
      return srcObject instanceof MediaStream && srcObject.getTracks().includes(track);
    });
  }

  close(): void {
    for (const undo of this.#undo.reverse()) undo();
  }

  #replace<Host extends object, Name extends keyof Host>(
    host: Host,
    name: Name,
    make: (original: Host[Name]) => Host[Name],
  ): void {
    const original = host[name];
    host[name] = make(original);
    this.#undo.push(() => {
      host[name] = original;
    });
  }
}

type Constructor<Made> = new (...parameters: never[]) => Made;

function recording<Made extends object, Class extends Constructor<Made>>(
  Original: Class,
  record: (made: InstanceType<Class>) => void,
): Class {
  return new Proxy(Original, {
    construct(target, parameters, newTarget) {
      const made = Reflect.construct(target, parameters, newTarget) as InstanceType<Class>;
      record(made);
      return made;
    },
  });
}
