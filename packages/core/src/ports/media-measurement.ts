/** How loud it is now, from 0 (silence) to 1 (full scale): the loudest sample of the last moments. */
export interface AudioLevels {
  /** What we send; 0 while muted or on hold. */
  readonly local: number;
  /** What we hear. */
  readonly remote: number;
}

/** How the sound of a call travels, for diagnostics and quality marks. Counts run from the start of the connection. */
export interface MediaStatistics {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Name of the codec of what we hear, `opus`, `PCMU` and so on. */
  readonly codec?: string;
  /** Milliseconds there and back. */
  readonly roundTripTime?: number;
  /** Milliseconds of variation of what we hear (RFC 3550 §6.4.1). */
  readonly jitter?: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly bytesReceived: number;
  readonly packetsSent: number;
  readonly bytesSent: number;
  /** Packets of ours the far side reports as lost. */
  readonly packetsLostThere?: number;
  /** Share of what we heard that was made up for missing sound, 0 to 1. */
  readonly concealed?: number;
  /** How either end is reached: `host`, `srflx`, `prflx` or `relay`. */
  readonly localCandidate?: string;
  readonly remoteCandidate?: string;
  /** `udp`, `tcp` or `tls`: how we reach the relay, else how the packets travel. */
  readonly transport?: string;
}
