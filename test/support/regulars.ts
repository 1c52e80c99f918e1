import type { Person } from './person.js';

/**
 * People who stay when a test is over and take part in the next one: loading a page costs a second of a processor.
 * Theirs are pages that tests leave as they found them.
 */
export class Regulars {
  readonly #idle: { name: string; person: Person }[] = [];

  /** Somebody of that name who has nothing to do. */
  take(name: string): Person | undefined {
    const at = this.#idle.findIndex((each) => each.name === name);
    return at < 0 ? undefined : this.#idle.splice(at, 1)[0]?.person;
  }

  /** Keeps that person, who has come to rest. */
  keep(name: string, person: Person): void {
    this.#idle.push({ name, person });
  }

  /** Those of that name leave: somebody comes whose telephone must be the only one. */
  async dismiss(name: string): Promise<void> {
    for (let person = this.take(name); person; person = this.take(name)) await person.leave();
  }
}

/** Hangs up, closes what is over, and resolves once the page is as when it came. */
export async function comeToRest(person: Person): Promise<void> {
  await person.page.evaluate(async () => {
    const phone = document.querySelector('cadran-phone')?.phone;
    const { calls = {}, order = [] } = phone?.state.get() ?? {};
    for (const id of order) {
      if (calls[id]?.status !== 'ended') await phone?.call(id).hangup();
      await phone?.call(id).dismiss();
    }
  });
  await person.until(
    ({ order, registration }) => order.length === 0 && registration.status === 'registered',
  );
}
