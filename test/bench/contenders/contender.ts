/** What the bench asks of a library; each contender does it in its own way, with the library's defaults. */
export interface Contender {
  /** Registers; resolves when the server has us. */
  start(account: BenchAccount, heard: (event: BenchEvent) => void): Promise<void>;
  /** Says that somebody is about to call, where the library can make use of it. */
  prepare?(): Promise<void>;
  /** Asks for a call. The clock starts just before. */
  dial(target: string): Promise<void>;
  /** Answers the call that rings. */
  answer(): Promise<void>;
  hangup(): Promise<void>;
}

export interface BenchAccount {
  readonly server: string;
  readonly uri: string;
  readonly username: string;
  readonly password: string;
  readonly iceServers: readonly { urls: string }[];
}

export type BenchEvent = 'ringing' | 'answered' | 'ended';
