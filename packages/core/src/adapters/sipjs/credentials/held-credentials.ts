import type { Clock } from '../../../kernel/clock.js';
import { CadranError } from '../../../kernel/errors.js';
import type { Credentials, CredentialsSource } from '../../../ports/credentials.js';
import { headerValue } from '../codec/sanitize.js';

/** Milliseconds between two questions for others at least. */
const shortest = 10_000;

/** Credentials in memory, for as long as they work, and where to get others. */
export class HeldCredentials {
  value: Credentials | undefined;
  #refused: string | undefined;
  #loading: Promise<void> | undefined;
  #source: CredentialsSource | undefined;
  #cancel: (() => void) | undefined;

  constructor(
    source: CredentialsSource | undefined,
    private readonly clock: Clock,
  ) {
    this.#source = source;
    if (typeof source === 'object') this.value = checked(source);
  }

  /** Resolves when `value` is what there is. Rejects with `registration/no-credentials` when the source fails. */
  async load(): Promise<void> {
    const source = this.#source;
    if (this.value || typeof source !== 'function') return;
    this.#loading ??= this.#ask(source).finally(() => (this.#loading = undefined));
    try {
      await this.#loading;
    } catch (cause) {
      throw new CadranError('registration/no-credentials', { cause, retryable: true });
    }
  }

  /** Asks again. Resolves with true when others came than those refused last. */
  async renew(): Promise<boolean> {
    if (typeof this.#source !== 'function') return false;
    this.value = undefined;
    await this.load();
    return this.#isOther();
  }

  /** Notes that the server did not take them. Those that cannot change stay, for somebody may mend the server. */
  refuse(): void {
    this.#refused = JSON.stringify(this.value);
    if (typeof this.#source === 'function') this.value = undefined;
  }

  forget(): void {
    this.#cancel?.();
    this.value = this.#refused = this.#source = undefined;
  }

  #isOther(): boolean {
    return this.value !== undefined && JSON.stringify(this.value) !== this.#refused;
  }

  async #ask(source: () => Promise<Credentials>): Promise<void> {
    const given = checked(await source());
    // Forgotten in the meantime, they must not come back.
    if (this.#source !== source) return;
    this.value = given;
    this.#renewBefore(source, 'token' in given ? given.expires : undefined);
  }

  /** Those there are stay until others come: asked for at four fifths of the time left, and so on where that fails. */
  #renewBefore(source: () => Promise<Credentials>, expires: number | undefined): void {
    this.#cancel?.();
    if (expires === undefined) return;
    const again = (): void => {
      this.#ask(source).catch(() => this.#source && this.#renewBefore(source, expires));
    };
    const delay = Math.max(shortest, (expires - this.clock.now()) * 0.8);
    this.#cancel = this.clock.schedule(again, delay);
  }
}

/** Throws for what could never go into a header, before anything waits for an answer made of it. */
function checked(credentials: Credentials): Credentials {
  if ('token' in credentials) {
    // RFC 6750 §2.1.
    if (/^[\w\-.~+/]+=*$/.test(credentials.token)) return credentials;
    throw new CadranError('config/invalid', { detail: 'not a bearer token' });
  }
  headerValue(credentials.username);
  return credentials;
}
