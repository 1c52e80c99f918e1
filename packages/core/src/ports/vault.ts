/**
 * Keeps one text across the end of a page, sealed, and gives it to one engine only. An adapter MUST keep it from being
 * read by other origins and from disk, and MUST NOT give it to an engine while another one that has it still lives.
 */
export interface VaultPort {
  /**
   * Claims what an engine before this one left. Resolves with undefined where nothing was left, or where the one who left
   * it still lives; never rejects.
   */
  open(): Promise<string | undefined>;
  /** Writes the text in the place of the one before. Rejects with `storage/degraded`. */
  keep(text: string): Promise<void>;
  /** Deletes what is kept. Rejects with `storage/degraded`. */
  clear(): Promise<void>;
  /** Lets go of the claim. What is kept stays. */
  close(): void;
}
