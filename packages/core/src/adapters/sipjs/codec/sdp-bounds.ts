/** Whether a description is small enough to be handed to whoever parses it: 32 kB, 16 media sections, 256 candidates. */
export function isWithinBounds(sdp: string): boolean {
  const count = (start: string): number => sdp.split(`\n${start}`).length - 1;
  return sdp.length <= 32_768 && count('m=') <= 16 && count('a=candidate:') <= 256;
}
