#!/usr/bin/env node
import { readArguments } from './cli-arguments.js';
import { createSwitchboard } from './switchboard.js';

const HELP = `Cadran switchboard: a SIP-over-WebSocket server for development and tests.

  switchboard [--port 5066] [--domain cadran.test] [--user name:password ...] [--ladder]

Without --user: alice, bob, carol and dave, each with the password "secret".
It listens on 127.0.0.1 only.
`;

async function main(): Promise<void> {
  const { help, ladder, options } = readArguments(process.argv.slice(2));
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  const board = await createSwitchboard(options);
  process.stdout.write(`SIP over WebSocket at ${board.url}, domain ${board.domain}\n`);
  process.stdout.write('For development and tests only. Ctrl-C stops it.\n');
  const stop = (): void => {
    if (ladder) process.stdout.write(board.ladder());
    void board.close();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
