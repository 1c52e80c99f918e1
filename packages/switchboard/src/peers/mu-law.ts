const BIAS = 0x84;
const CLIP = 32_635;

/** Encodes samples from -1 to 1 as G.711 mu-law. */
export function encodeMuLaw(samples: Float32Array): Buffer {
  return Buffer.from(
    Uint8Array.from(samples, (sample) => encodeSample(Math.round(sample * 32_767))),
  );
}

function encodeSample(linear: number): number {
  const sign = linear < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(linear), CLIP) + BIAS;
  const exponent = Math.max(0, 31 - Math.clz32(magnitude) - 7);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}
