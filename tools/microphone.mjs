// @ts-check
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { root } from './test/test-files.mjs';

const rate = 48_000;
const seconds = 2;
/** A syllable's length in seconds, and how high each is, in hertz: what stays the same is taken for noise and suppressed. */
const syllable = 0.1;
const pitches = [220, 330, 262, 440, 294];

/**
 * The sound that Chromium's fake microphone picks up, over and over: syllables without a pause. Its own beeps once a
 * second, and whoever listens for sound waits a second each time.
 *
 * @returns {string} a command line flag
 */
export function fakeMicrophone() {
  const folder = path.join(root, '.cache');
  const file = path.join(folder, 'microphone.wav');
  mkdirSync(folder, { recursive: true });
  // Files of tests run side by side: what is read must be whole.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, wave(samples()));
  renameSync(draft, file);
  return `--use-file-for-fake-audio-capture=${file}`;
}

/** One channel of 16 bits. */
function samples() {
  const sound = new Int16Array(rate * seconds);
  for (let at = 0; at < sound.length; at += 1) {
    const time = at / rate;
    const pitch = pitches[Math.floor(time / syllable) % pitches.length] ?? 0;
    const loudness = Math.sin((Math.PI * (time % syllable)) / syllable);
    sound[at] = 12_000 * loudness * Math.sin(2 * Math.PI * pitch * time);
  }
  return sound;
}

/** @param {Int16Array} sound */
function wave(sound) {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + sound.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(sound.byteLength, 40);
  return Buffer.concat([header, Buffer.from(sound.buffer)]);
}
