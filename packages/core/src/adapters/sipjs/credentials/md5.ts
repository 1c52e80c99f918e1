import { hex } from '../hex.js';
import { padded } from './padding.js';

type State = [a: number, b: number, c: number, d: number];

/** How far each step of a round turns its sum, RFC 1321 §3.4. */
const turns = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

/** The function of each round, and the word of the block that a step of it adds. */
const rounds = [
  [(b: number, c: number, d: number) => (b & c) | (~b & d), 1, 0],
  [(b: number, c: number, d: number) => (d & b) | (~d & c), 5, 1],
  [(b: number, c: number, d: number) => b ^ c ^ d, 3, 5],
  [(b: number, c: number, d: number) => c ^ (b | ~d), 7, 0],
] as const;

/** RFC 1321, in lower-case hexadecimal: what most SIP servers still ask for, and what no platform offers to a page. */
export function md5(message: Uint8Array): string {
  const input = padded(message, 64, true);
  let state: State = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let from = 0; from < input.byteLength; from += 64) state = digestBlock(state, input, from);
  const output = new DataView(new ArrayBuffer(16));
  for (const [index, word] of state.entries()) output.setInt32(index * 4, word, true);
  return hex(new Uint8Array(output.buffer));
}

function digestBlock(state: State, input: DataView, from: number): State {
  let [a, b, c, d] = state;
  for (const [round, [mix, factor, offset]] of rounds.entries()) {
    for (let step = 0; step < 16; step += 1) {
      const place = round * 16 + step;
      const sine = Math.floor(Math.abs(Math.sin(place + 1)) * 2 ** 32);
      const word = input.getUint32(from + ((factor * step + offset) % 16) * 4, true);
      const sum = (a + mix(b, c, d) + sine + word) | 0;
      const turn = turns[round]?.[step % 4] ?? 0;
      [a, b, c, d] = [d, (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0, b, c];
    }
  }
  return [state[0] + a, state[1] + b, state[2] + c, state[3] + d].map((word) => word | 0) as State;
}
