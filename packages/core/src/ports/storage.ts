/** A small keeper of strings that outlives the page. Nothing secret is ever put into it. */
export interface StoragePort {
  /** Resolves with undefined for what was never kept, and where nothing can be kept at all. */
  read(key: string): Promise<string | undefined>;
  write(key: string, value: string): Promise<void>;
}
