/** Runs asynchronous commands one after the other, in the order they came; a failed one does not stop the next. */
export interface Queue {
  run<Result>(command: () => Promise<Result>): Promise<Result>;
}

export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(command) {
      const result = last.then(command, command);
      last = result.catch(() => undefined);
      return result;
    },
  };
}
