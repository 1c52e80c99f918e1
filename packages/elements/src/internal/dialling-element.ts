import { state } from 'lit/decorators.js';

import { lineProblem, type LineProblem } from './line-problem.js';
import { PhoneController } from './phone-controller.js';
import { PhoneElement } from './phone-element.js';

/** An element that places calls: knows why it cannot, gets the phone ready, and dials once at a time. */
export abstract class DiallingElement extends PhoneElement {
  @state() protected isDialling = false;

  readonly #line = new PhoneController(this, lineProblem);
  #isPrepared = false;

  /** Why no call can be made now. */
  protected get problem(): LineProblem | undefined {
    return this.#line.phone ? this.#line.value : 'notConfigured';
  }

  /** A call is likely: the phone gathers an offer now, and the click will reach the wire at once. */
  protected prepare(): void {
    if (this.#isPrepared || this.problem) return;
    this.#isPrepared = true;
    this.#line.phone?.prepare().catch(() => undefined);
  }

  /** Resolves with whether there is a call now; if not, `failure` says why. */
  protected async dial(target: string): Promise<boolean> {
    const { phone } = this.#line;
    if (!phone || this.problem || this.isDialling) return false;
    this.isDialling = true;
    await this.attempt(() => phone.dial(target));
    this.isDialling = false;
    this.#isPrepared = false;
    return this.failure === undefined;
  }
}
