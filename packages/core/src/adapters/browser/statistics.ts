import { present } from '../../kernel/present.js';
import type { MediaStatistics } from '../../ports/media-measurement.js';

type Entry = Readonly<Record<string, unknown>>;

/** Reads a connection's statistics (W3C webrtc-stats); undefined while nothing flows. */
export async function readStatistics(
  connection: RTCPeerConnection,
): Promise<MediaStatistics | undefined> {
  const report = await connection.getStats();
  const entries = new Map<string, Entry>();
  report.forEach((value: Entry, id: string) => entries.set(id, value));
  return summarize(entries);
}

export function summarize(entries: ReadonlyMap<string, Entry>): MediaStatistics | undefined {
  const find = (type: string, kind?: string): Entry | undefined =>
    [...entries.values()].find(
      (entry) => entry['type'] === type && (kind === undefined || entry['kind'] === kind),
    );
  const received = find('inbound-rtp', 'audio');
  const sent = find('outbound-rtp', 'audio');
  if (!received && !sent) return undefined;
  const theirs = find('remote-inbound-rtp', 'audio');
  const pair = selectedPair(entries);
  const local = entries.get(text(pair?.['localCandidateId']) ?? '');
  const remote = entries.get(text(pair?.['remoteCandidateId']) ?? '');
  const codec = entries.get(text(received?.['codecId'] ?? sent?.['codecId']) ?? '');
  return present({
    at: Math.round(number((received ?? sent)?.['timestamp']) ?? 0),
    codec: text(codec?.['mimeType'])?.replace(/^audio\//, ''),
    roundTripTime: milliseconds(pair?.['currentRoundTripTime'] ?? theirs?.['roundTripTime']),
    jitter: milliseconds(received?.['jitter']),
    packetsReceived: number(received?.['packetsReceived']) ?? 0,
    packetsLost: number(received?.['packetsLost']) ?? 0,
    bytesReceived: number(received?.['bytesReceived']) ?? 0,
    packetsSent: number(sent?.['packetsSent']) ?? 0,
    bytesSent: number(sent?.['bytesSent']) ?? 0,
    packetsLostThere: number(theirs?.['packetsLost']),
    concealed: share(received?.['concealedSamples'], received?.['totalSamplesReceived']),
    localCandidate: text(local?.['candidateType']),
    remoteCandidate: text(remote?.['candidateType']),
    transport: text(local?.['relayProtocol']) ?? text(local?.['protocol']),
  });
}

function selectedPair(entries: ReadonlyMap<string, Entry>): Entry | undefined {
  const all = [...entries.values()];
  const transport = all.find((entry) => entry['type'] === 'transport');
  const named = entries.get(text(transport?.['selectedCandidatePairId']) ?? '');
  // Firefox marks the pair itself instead of naming it in the transport.
  return (
    named ?? all.find((entry) => entry['type'] === 'candidate-pair' && entry['selected'] === true)
  );
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function milliseconds(value: unknown): number | undefined {
  const seconds = number(value);
  return seconds === undefined ? undefined : seconds * 1_000;
}

function share(part: unknown, whole: unknown): number | undefined {
  const total = number(whole);
  return total ? (number(part) ?? 0) / total : undefined;
}
