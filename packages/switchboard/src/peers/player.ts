import { systemClock } from '../clock.js';
import { frameOf, type AudioSource } from './audio-source.js';
import { encodeMuLaw } from './mu-law.js';

/** Milliseconds of one frame. */
const PACE = 20;

/** Sends a source in real time, 20 ms a packet. Media has no other clock than the machine's. */
export class Player {
  readonly #send: (payload: Buffer, first: boolean, index: number) => void;
  #stop: (() => void) | undefined;

  /** `send` hears each encoded frame; `index` counts frames since the source began. */
  constructor(send: (payload: Buffer, first: boolean, index: number) => void) {
    this.#send = send;
  }

  /** Plays a source in place of what was playing; resolves when it ends or is replaced. */
  play(source: AudioSource): Promise<void> {
    this.stop();
    return new Promise((resolve) => {
      let index = 0;
      let cancel: () => void = () => undefined;
      const began = performance.now();
      const stop = (): void => {
        cancel();
        resolve();
      };
      const step = (): void => {
        // A late timer catches up, but a machine that slept does not send a burst of the past.
        const due = Math.min(index + 5, Math.floor((performance.now() - began) / PACE) + 1);
        for (; index < due; index += 1) {
          const frame = frameOf(source, index);
          if (frame === undefined) {
            if (this.#stop === stop) this.#stop = undefined;
            stop();
            return;
          }
          this.#send(encodeMuLaw(frame), index === 0, index);
        }
        cancel = systemClock.schedule(step, began + index * PACE - performance.now());
      };
      this.#stop = stop;
      step();
    });
  }

  stop(): void {
    const stop = this.#stop;
    this.#stop = undefined;
    stop?.();
  }
}
