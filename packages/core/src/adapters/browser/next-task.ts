/**
 * Resolves in a task of its own: what comes after it does not lengthen the task that runs now, and a page can draw and
 * listen in between. It is a message and no timer, which a hidden page would get late.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (): void => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
