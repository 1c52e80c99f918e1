import { systemClock } from '../../kernel/clock.js';
import type { Clock } from '../../kernel/clock.js';
import type { Log } from '../../kernel/log.js';
import { createScope } from '../../kernel/scope.js';
import type { DevicesPort } from '../../ports/devices.js';
import type { MediaPort } from '../../ports/media.js';
import type { PageSoundOptions } from '../../ports/page-sound.js';
import type { StoragePort } from '../../ports/storage.js';
import { AudioGraph } from './audio-graph.js';
import { BrowserDevices } from './browser-devices.js';
import { BrowserMediaPort } from './browser-media-port.js';
import { ChosenDevices } from './chosen-devices.js';
import { Facts } from './facts.js';
import { expectedCandidates } from './gathering.js';
import { defaultGatheringLimits, relayGatheringLimits } from './gathering-limits.js';
import type { GatheringLimits } from './gathering-limits.js';
import { Microphone } from './microphone.js';
import { Peer } from './peer.js';
import { Playback } from './playback.js';
import { PreparedOffer } from './prepared-offer.js';
import { TonePlayer } from './tone-player.js';

export interface BrowserMediaOptions extends PageSoundOptions {
  /** When offers and answers leave, in milliseconds. */
  readonly gathering?: Partial<GatheringLimits>;
  /** Where the chosen devices are remembered; without it they last as long as the page. */
  readonly storage?: StoragePort;
  readonly clock?: Clock;
  readonly log?: Log;
}

export interface BrowserMedia {
  readonly media: MediaPort;
  readonly devices: DevicesPort;
}

/** Sound in a browser page: microphone, peer connections, speakers and tones. Nothing is opened before it is asked for. */
export function createBrowserMedia(options: BrowserMediaOptions = {}): BrowserMedia {
  const clock = options.clock ?? systemClock;
  const scope = createScope();
  const facts = new Facts(clock, options.log);
  const graph = new AudioGraph();
  const chosen = new ChosenDevices(options.storage);
  const playback = new Playback({
    onBlocked: (blocked) => facts.emit({ type: 'playback-blocked', blocked }),
    onUnlock: () => graph.resume(),
  });
  const microphone = new Microphone({
    provided: options.microphone,
    processing: options.processing ?? {},
    chosen: async () => {
      await chosen.restored;
      return chosen.get('microphone');
    },
    onCapture: (error) => devices.captured(error),
  });
  const { signal } = scope;
  const devices = new BrowserDevices({ microphone, playback, chosen, graph, clock, signal });
  const newPeer = peerFactory(options, clock);
  const prepared = new PreparedOffer(newPeer, clock);
  const tones = new TonePlayer(graph, playback, options.toneRegion ?? 'eu');
  scope.add(() => graph.close());
  scope.add(() => playback.dispose());
  scope.add(() => tones.dispose());
  scope.add(() => microphone.dispose());
  scope.add(() => prepared.discard());
  scope.add(() => facts.end());
  const media = new BrowserMediaPort({
    ...{ scope, clock, facts, graph, playback, microphone, prepared, tones, newPeer },
  });
  return { media, devices };
}

function peerFactory(options: BrowserMediaOptions, clock: Clock): () => Peer {
  const servers = options.iceServers ?? [];
  const policy = options.iceTransportPolicy ?? 'all';
  const configuration: RTCConfiguration = {
    iceServers: servers.map((server) => ({ ...server, urls: [server.urls].flat() })),
    iceTransportPolicy: policy,
    bundlePolicy: 'max-bundle',
    rtcpMuxPolicy: 'require',
    iceCandidatePoolSize: 0,
  };
  const expected = expectedCandidates(servers, policy);
  const usual = expected.includes('relay') ? relayGatheringLimits : defaultGatheringLimits;
  const limits = { ...usual, ...options.gathering };
  return () => new Peer({ configuration, limits, expected, clock });
}
