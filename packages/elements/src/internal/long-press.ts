import type { ReactiveController, ReactiveControllerHost } from 'lit';

const longPressDelay = 500;

/** Tells a press that is held from a click: `start` on pointerdown, `end` on pointerup and its kin, `isClick` in the click handler. */
export class LongPress implements ReactiveController {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #fired = false;

  constructor(host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.end();
  }

  start(action: () => void): void {
    this.end();
    this.#fired = false;
    this.#timer = setTimeout(() => {
      this.#fired = true;
      action();
    }, longPressDelay);
  }

  readonly end = (): void => {
    clearTimeout(this.#timer);
  };

  /** False for the click that follows a long press. */
  isClick(): boolean {
    const fired = this.#fired;
    this.#fired = false;
    return !fired;
  }
}
