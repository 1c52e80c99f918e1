/** When a description leaves, in milliseconds. */
export interface GatheringLimits {
  /** Quiet after the last candidate. Default 20. */
  readonly quiet: number;
  /** The longest wait after the local description, as for an ICE server that never answers. Default 300. */
  readonly limit: number;
  /** The longest wait for the very first candidate; without one nobody could reach us. Default 2,000. */
  readonly firstCandidate: number;
}

export const defaultGatheringLimits: GatheringLimits = {
  quiet: 20,
  limit: 300,
  firstCandidate: 2_000,
};
