/** Registration by hand, for applications that turned `register: false`, or after a failure that a person mended. */
export interface RegistrationHandle {
  /** Resolves when the server has us. Rejects with `registration/*` or `connection/*`. */
  register(): Promise<void>;
  /** Resolves when the server has forgotten us; no refresh follows. */
  unregister(): Promise<void>;
}
