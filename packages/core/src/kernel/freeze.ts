/**
 * Freezes a plain value and all it holds, and returns it. What is frozen already is taken as frozen
 * to the bottom: a new state that shares most of the old one costs only what is new in it.
 */
export function freezeDeep<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) freezeDeep(inner);
  return value;
}
