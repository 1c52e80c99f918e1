/** Bounds of what one message may hold: far more than a phone with a hundred calls needs. */
const DEEPEST = 10;
const MOST_VALUES = 20_000;
const LONGEST_TEXT = 65_536;

/** True for bounded plain data: what came over a link is nothing else, or it is not looked at. */
export function isPlainData(value: unknown): boolean {
  let left = MOST_VALUES;
  function check(each: unknown, depth: number): boolean {
    left -= 1;
    if (left < 0 || depth > DEEPEST) return false;
    if (typeof each === 'string') return each.length <= LONGEST_TEXT;
    if (each === null || ['boolean', 'number', 'undefined'].includes(typeof each)) return true;
    if (typeof each !== 'object') return false;
    if (Array.isArray(each)) return each.every((inner) => check(inner, depth + 1));
    return isRecord(each) && Object.values(each).every((inner) => check(inner, depth + 1));
  }
  return check(value, 0);
}

/** True for an object that is nothing but its own members. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || isForeignRecord(prototype);
}

/** What was cloned in another realm has that realm's prototype. */
function isForeignRecord(prototype: unknown): boolean {
  return Object.getPrototypeOf(prototype) === null;
}

export function isText(value: unknown, longest = LONGEST_TEXT): value is string {
  return typeof value === 'string' && value.length <= longest;
}
