/** Resolves as soon as the condition holds; rejects when it does not within `timeout` milliseconds. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  timeout = 8000,
): Promise<void> {
  const deadline = Date.now() + timeout;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Never came true: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
