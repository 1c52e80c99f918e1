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
  const all = [...entries.values()];
  const audio = (type: string): Entry | undefined =>
    all.find((entry) => entry['type'] === type && entry['kind'] === 'audio');
  const named = (id: unknown): Entry | undefined => entries.get(String(id));
  const received = audio('inbound-rtp');
  const sent = audio('outbound-rtp');
  if (!received && !sent) return undefined;
  const theirs = audio('remote-inbound-rtp');
  const pair = selectedPair(entries);
  const local = named(pair?.['localCandidateId']);
  const codec = named(received?.['codecId'] ?? sent?.['codecId']);
  return present({
    at: Math.round(count((received ?? sent)?.['timestamp'])),
    codec: text(codec?.['mimeType'])?.replace(/^audio\//, ''),
    roundTripTime: milliseconds(pair?.['currentRoundTripTime'] ?? theirs?.['roundTripTime']),
    jitter: milliseconds(received?.['jitter']),
    packetsReceived: count(received?.['packetsReceived']),
    packetsLost: count(received?.['packetsLost']),
    bytesReceived: count(received?.['bytesReceived']),
    packetsSent: count(sent?.['packetsSent']),
    bytesSent: count(sent?.['bytesSent']),
    packetsLostThere: number(theirs?.['packetsLost']),
    concealed: share(received?.['concealedSamples'], received?.['totalSamplesReceived']),
    localCandidate: text(local?.['candidateType']),
    remoteCandidate: text(named(pair?.['remoteCandidateId'])?.['candidateType']),
    transport: text(local?.['relayProtocol'] ?? local?.['protocol']),
  });
}

function selectedPair(entries: ReadonlyMap<string, Entry>): Entry | undefined {
  const all = [...entries.values()];
  const transport = all.find((entry) => entry['type'] === 'transport');
  const named = entries.get(String(transport?.['selectedCandidatePairId']));
  // Firefox marks the pair itself instead of naming it in the transport.
  return (
    named ?? all.find((entry) => entry['type'] === 'candidate-pair' && entry['selected'] === true)
  );
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function count(value: unknown): number {
  return number(value) ?? 0;
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
  return total ? count(part) / total : undefined;
}
