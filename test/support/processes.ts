import { readdirSync, readFileSync } from 'node:fs';
import type { Browser } from 'puppeteer-core';

/** The process of a browser and all that it started, by their ids (Linux). */
export function processesOf(browser: Browser): number[] {
  const root = browser.process()?.pid;
  if (root === undefined) throw new Error('the browser has no process');
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const id = Number(name);
    const parent = Number.isInteger(id) ? parentOf(id) : undefined;
    if (parent === undefined) continue;
    children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  const found = [root];
  for (const id of found) found.push(...(children.get(id) ?? []));
  return found;
}

function parentOf(id: number): number | undefined {
  try {
    // After the name, which may hold anything: the state, then the parent (proc_pid_stat(5)).
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
    return Number(fields?.[1]);
  } catch {
    return undefined; // it has ended meanwhile
  }
}

export function signalAll(ids: readonly number[], signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
  for (const id of ids) {
    try {
      process.kill(id, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}
