/** `Value` without its undefined: a property that may be undefined is there or not. */
export type Present<Value> = {
  [Key in keyof Value as undefined extends Value[Key] ? never : Key]: Value[Key];
} & {
  [Key in keyof Value as undefined extends Value[Key] ? Key : never]?: Exclude<
    Value[Key],
    undefined
  >;
};

/** Leaves out what is undefined, as `exactOptionalPropertyTypes` and structured cloning want it. */
export function present<Value extends object>(value: Value): Present<Value> {
  const there = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(there) as Present<Value>;
}
