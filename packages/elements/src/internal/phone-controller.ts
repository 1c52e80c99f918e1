import type { Phone, PhoneState } from '@cadran/core';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

import { domainOf } from './remote-name.js';
import { findPhone, watchLines, type PhoneSeeker } from './phone-lookup.js';

/** Finds the host's phone and renders the host when what `select` takes from its state changes, and only then. */
export class PhoneController<Value> implements ReactiveController {
  /** The phone in use. */
  phone: Phone | undefined;
  /** What `select` gave; an array is unchanged when its elements are. */
  value: Value | undefined;
  readonly #host: PhoneSeeker & ReactiveControllerHost;
  readonly #select: (state: PhoneState) => Value;
  #sought: readonly unknown[] = [];
  #unwatch: (() => void) | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(host: PhoneSeeker & ReactiveControllerHost, select: (state: PhoneState) => Value) {
    this.#host = host;
    this.#select = select;
    host.addController(this);
  }

  /** The domain of our own line: its users need no `@`. */
  get home(): string {
    return domainOf(this.phone?.state.get().account.uri ?? '');
  }

  hostConnected(): void {
    this.#unwatch = watchLines(this.#host.ownerDocument, () => this.#use(findPhone(this.#host)));
    this.#use(findPhone(this.#host));
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#unwatch?.();
    this.#unsubscribe?.();
    this.#unsubscribe = this.phone = this.value = undefined;
  }

  /** The host's own properties may decide which phone it is, and what is selected. */
  hostUpdate(): void {
    const sought = [this.#host.for, this.#host.phone];
    if (this.#host.isConnected && !isSame(sought, this.#sought)) this.#use(findPhone(this.#host));
    this.#sought = sought;
    this.#take();
  }

  #use(phone: Phone | undefined): void {
    if (phone === this.phone) return;
    this.#unsubscribe?.();
    this.phone = phone;
    this.#unsubscribe = phone?.state.subscribe(() => {
      if (this.#take()) this.#host.requestUpdate();
    });
    this.#take();
    this.#host.requestUpdate();
  }

  #take(): boolean {
    const value = this.phone && this.#select(this.phone.state.get());
    if (isSame(value, this.value)) return false;
    this.value = value;
    return true;
  }
}

function isSame(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return Object.is(one, other);
  return one.length === other.length && one.every((part, index) => Object.is(part, other[index]));
}
