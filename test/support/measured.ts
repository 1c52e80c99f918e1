import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';

/** What a test of one row of the fault matrix saw. */
export interface Measured {
  /** The row, such as `F40`. */
  readonly fault: string;
  readonly done: string;
  /** A figure, such as `longest gap: 120 ms`. */
  readonly measured: string;
  /** Milliseconds it took, and at most may take. */
  readonly took?: number;
  readonly limit?: number;
}

/**
 * Writes a row of the fault matrix. Times are held against their limits by `npm run faults` only, which runs one test
 * after another: beside others a machine is as slow as it is.
 */
export function measured(t: TestContext, row: Measured): void {
  t.diagnostic(`fault ${JSON.stringify(row)}`);
  const { took, limit, fault } = row;
  if (took === undefined || limit === undefined || !process.env['CADRAN_FAULT_LIMITS']) return;
  assert.ok(took <= limit, `${fault}: ${Math.round(took)} ms, and at most ${limit} are allowed`);
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** `1.2 s` or `340 ms`. */
export function duration(milliseconds: number): string {
  return milliseconds < 1_000
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1_000).toFixed(1)} s`;
}
