import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import { requireChromium } from '../../tools/browser.mjs';

/** What the figures were measured on: they mean nothing without it. */
export async function describeMachine() {
  const browser = execFileSync(requireChromium(), ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const processors = cpus();
  return {
    processor: `${processors.length} x ${processors[0]?.model.trim() ?? 'unknown'}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${type()} ${release()}`,
    node: process.version,
    browser: browser.trim(),
    date: new Date().toISOString().slice(0, 10),
  };
}
