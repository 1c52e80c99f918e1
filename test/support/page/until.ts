/** Waits until `condition` holds, looking again every few milliseconds; rejects with `what` when it never does. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  limit = 8_000,
): Promise<void> {
  const end = performance.now() + limit;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
