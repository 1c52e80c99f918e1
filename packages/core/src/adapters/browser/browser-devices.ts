import type { Clock } from '../../kernel/clock.js';
import { CadranError } from '../../kernel/errors.js';
import type {
  DeviceKind,
  DevicesPort,
  DevicesState,
  PermissionStatus,
} from '../../ports/devices.js';
import type { AudioGraph } from './audio-graph.js';
import type { ChosenDevices } from './chosen-devices.js';
import { listDevices, watchPermission } from './device-list.js';
import type { DeviceList } from './device-list.js';
import { LevelMeter, whileMeasuring } from './level-meter.js';
import { mediaDevices } from './media-devices.js';
import type { Microphone } from './microphone.js';
import { Playback } from './playback.js';
import type { Voice, VoiceUser } from './voice.js';

export interface BrowserDevicesOptions {
  readonly microphone: Microphone;
  readonly playback: Playback;
  readonly chosen: ChosenDevices;
  readonly graph: AudioGraph;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A use of the microphone that sends nothing anywhere. */
const nobody: VoiceUser = {
  send: () => Promise.resolve(),
  systemMuted: () => undefined,
  lost: () => undefined,
};

export class BrowserDevices implements DevicesPort {
  readonly #options: BrowserDevicesOptions;
  readonly #listeners = new Set<(devices: DevicesState) => void>();
  #list: DeviceList = { microphones: [], speakers: [] };
  #permission: PermissionStatus = 'unknown';
  #published = '';
  #watching = false;

  constructor(options: BrowserDevicesOptions) {
    this.#options = options;
    const host = mediaDevices();
    if (!host) return;
    const { signal } = options;
    host.addEventListener('devicechange', () => void this.#devicesChanged(), { signal });
    void this.refresh();
  }

  watch(listener: (devices: DevicesState) => void, { signal }: { signal: AbortSignal }): void {
    if (signal.aborted) return;
    // A wrapper, so that the same listener given twice is two.
    const entry = (devices: DevicesState): void => listener(devices);
    this.#listeners.add(entry);
    signal.addEventListener('abort', () => this.#listeners.delete(entry), { once: true });
    this.#watchPermission();
    void this.#read().then(() => {
      if (!signal.aborted) entry(this.#state());
    });
  }

  async requestPermission(): Promise<void> {
    const voice = await this.#options.microphone.open(nobody);
    this.#options.microphone.release(voice);
    await this.refresh();
  }

  async select(kind: DeviceKind, id: string | null): Promise<void> {
    await this.#read();
    const there = kind === 'microphone' ? this.#list.microphones : this.#list.speakers;
    if (id !== null && !there.some((device) => device.id === id))
      throw new CadranError('devices/not-found');
    const { chosen } = this.#options;
    const before = chosen.get(kind) ?? null;
    await chosen.set(kind, id);
    try {
      await this.#apply(kind);
    } catch (error) {
      await chosen.set(kind, before);
      throw error;
    }
    this.#publish();
  }

  async testMicrophone(
    listener: (level: number) => void,
    { signal }: { signal: AbortSignal },
  ): Promise<void> {
    const { microphone, graph, clock } = this.#options;
    const end = AbortSignal.any([signal, this.#options.signal]);
    const voice: Voice = await microphone.open(nobody);
    const meter = new LevelMeter(graph);
    const release = (): void => {
      meter.close();
      microphone.release(voice);
    };
    if (end.aborted) {
      release();
      return;
    }
    end.addEventListener('abort', release, { once: true });
    whileMeasuring({ graph, clock }, () => listener(meter.read(voice.track)), end);
  }

  /** Hears what asking for the microphone came to: the only source in a browser that does not tell permissions. */
  captured(error?: CadranError): void {
    if (!error) this.#permission = 'granted';
    else if (error.code === 'media/permission-denied') this.#permission = 'denied';
    void this.refresh();
  }

  /** Reads the devices anew and moves running sound to the chosen speakers that came back, or away from those that went. */
  async refresh(): Promise<void> {
    await this.#read();
    if (this.#options.signal.aborted) return;
    await this.#apply('speaker').catch(() => undefined);
    await this.#apply('ringer').catch(() => undefined);
    this.#publish();
  }

  /** A chosen microphone that is plugged in again takes its calls back; one that went says so by itself. */
  async #devicesChanged(): Promise<void> {
    await this.refresh();
    const { microphone } = this.#options;
    const wanted = this.#present('microphone');
    if (microphone.deviceId === undefined || wanted === undefined) return;
    if (microphone.deviceId !== wanted) await microphone.change().catch(() => undefined);
  }

  async #read(): Promise<void> {
    await this.#options.chosen.restored;
    this.#list = await listDevices();
  }

  async #apply(kind: DeviceKind): Promise<void> {
    if (kind === 'microphone') await this.#options.microphone.change();
    else await this.#options.playback.choose(kind, this.#present(kind) ?? '');
  }

  /** The chosen device, when it is plugged in. */
  #present(kind: DeviceKind): string | undefined {
    const there = kind === 'microphone' ? this.#list.microphones : this.#list.speakers;
    const id = this.#options.chosen.get(kind);
    return there.some((device) => device.id === id) ? id : undefined;
  }

  #state(): DevicesState {
    const state: { -readonly [Key in keyof DevicesState]: DevicesState[Key] } = {
      permission: this.#permission,
      microphones: this.#list.microphones,
      speakers: this.#list.speakers,
      canChooseSpeaker: Playback.canChooseOutput,
    };
    for (const kind of ['microphone', 'speaker', 'ringer'] as const) {
      const id = this.#present(kind);
      if (id !== undefined) state[kind] = id;
    }
    return state;
  }

  #publish(): void {
    const state = this.#state();
    const text = JSON.stringify(state);
    if (text === this.#published) return;
    this.#published = text;
    for (const listener of [...this.#listeners]) listener(state);
  }

  #watchPermission(): void {
    if (this.#watching) return;
    this.#watching = true;
    const { signal } = this.#options;
    void watchPermission((status) => {
      // What asking told stands against a browser that does not say.
      if (status !== 'unknown') this.#permission = status;
      void this.refresh();
    }, signal);
  }
}
