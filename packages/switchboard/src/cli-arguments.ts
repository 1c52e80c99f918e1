import { parseArgs } from 'node:util';
import type { SwitchboardOptions } from './options.js';

/** What the command line asks for. */
export interface Arguments {
  readonly help: boolean;
  readonly ladder: boolean;
  readonly options: SwitchboardOptions;
}

/** Reads the command line; throws a TypeError that says what is wrong with it. */
export function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '5066' },
      domain: { type: 'string' },
      user: { type: 'string', multiple: true },
      ladder: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port > 65535) throw new TypeError('--port: not a port');
  const users = values.user?.map((text): [string, string] => {
    const colon = text.indexOf(':');
    if (colon < 1) throw new TypeError('--user: write name:password');
    return [text.slice(0, colon), text.slice(colon + 1)];
  });
  return {
    help: values.help,
    ladder: values.ladder,
    options: {
      port,
      ...(values.domain === undefined ? {} : { domain: values.domain }),
      ...(users === undefined ? {} : { users: Object.fromEntries(users) }),
    },
  };
}
