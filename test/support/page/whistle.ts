import { webAudioRuns } from './ear.js';

/** A steady sound, as a track that an application might provide. */
export interface Whistle {
  readonly track: MediaStreamTrack;
  close(): Promise<void>;
}

/** Whistles at a frequency in Hz; where Web Audio does not run, with the voice of the fake microphone. */
export async function whistle(frequency: number): Promise<Whistle> {
  if (!(await webAudioRuns())) return hum();
  const context = new AudioContext();
  const oscillator = context.createOscillator();
  const destination = context.createMediaStreamDestination();
  oscillator.frequency.value = frequency;
  oscillator.connect(destination);
  oscillator.start();
  return {
    track: onlyTrack(destination.stream),
    async close() {
      for (const track of destination.stream.getTracks()) track.stop();
      await context.close();
    },
  };
}

async function hum(): Promise<Whistle> {
  const track = onlyTrack(await navigator.mediaDevices.getUserMedia({ audio: true }));
  return {
    track,
    async close() {
      track.stop();
    },
  };
}

function onlyTrack(stream: MediaStream): MediaStreamTrack {
  const [track] = stream.getAudioTracks();
  if (!track) throw new Error('no audio track');
  return track;
}
