/**
 * A message as whole blocks: a one bit, zeros, and its length in bits (RFC 1321 §3.1, FIPS 180-4 §5.1). Blocks are 64 bytes,
 * or 128 with a length of twice the size, whose upper half stays zero here.
 */
export function padded(message: Uint8Array, block: 64 | 128, littleEndian: boolean): DataView {
  const size = Math.ceil((message.length + 1 + block / 8) / block) * block;
  const bytes = new Uint8Array(size);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setBigUint64(size - 8, BigInt(message.length) * 8n, littleEndian);
  return view;
}
