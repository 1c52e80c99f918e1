import { parseParameters, type Parameters } from './parameters.js';

/** One Via value (RFC 3261 §20.42). */
export interface Via {
  readonly transport: string;
  readonly sentBy: string;
  readonly branch: string;
  readonly parameters: Parameters;
}

const VIA =
  /^SIP\s*\/\s*2\.0\s*\/\s*([A-Za-z0-9.+-]+)\s+(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?:\s*:\s*(\d{1,5}))?\s*(;.*)?$/;

/** Parses one Via value; `undefined` when it is not one. */
export function parseVia(text: string): Via | undefined {
  const match = VIA.exec(text);
  if (match === null) return undefined;
  const [, transport, host, port, tail] = match;
  const parameters = parseParameters(tail ?? '');
  return {
    transport: transport ?? '',
    sentBy: `${(host ?? '').toLowerCase()}${port === undefined ? '' : `:${port}`}`,
    branch: parameters.get('branch') ?? '',
    parameters,
  };
}

/** Marks a Via with where the request really came from (RFC 3261 §18.2.1, RFC 3581 §4). */
export function withReceived(text: string, remote: { address: string; port: number }): string {
  const stripped = text.replace(/;\s*received\s*=[^;]*/i, '');
  const host = remote.address.includes(':') ? `[${remote.address}]` : remote.address;
  return `${stripped.replace(/;\s*rport(\s*=[^;]*)?(?=;|$)/i, `;rport=${remote.port}`)};received=${host}`;
}
