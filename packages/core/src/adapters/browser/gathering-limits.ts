/** When a description leaves, in milliseconds. */
export interface GatheringLimits {
  /** Quiet after the last candidate. Default 10. */
  readonly quiet: number;
  /** The longest wait after the local description, as for an ICE server that never answers. Default 130, within which STUN answers; with a TURN server, which takes more messages, 300. */
  readonly limit: number;
  /** The longest wait for the very first candidate; without one nobody could reach us. Default 2,000. */
  readonly firstCandidate: number;
}

export const defaultGatheringLimits: GatheringLimits = {
  quiet: 10,
  limit: 130,
  firstCandidate: 2_000,
};

/** What the usual limits are where some kind of candidate is expected of a TURN server. */
export const relayGatheringLimits: GatheringLimits = { ...defaultGatheringLimits, limit: 300 };
