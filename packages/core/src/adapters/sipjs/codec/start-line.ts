import { isToken } from './parameters.js';
import { Refusal } from './refusal.js';
import { isCallable, parseUri, type SipUri } from './uri.js';

export type StartLine =
  | { readonly method: string; readonly ruri: SipUri }
  | { readonly statusCode: number; readonly reasonPhrase: string };

/** Reads `METHOD uri SIP/2.0` or `SIP/2.0 200 phrase`, RFC 3261 §7.1 and §7.2. */
export function parseStartLine(line: string): StartLine {
  return /^SIP\//i.test(line) ? parseStatusLine(line) : parseRequestLine(line);
}

function parseStatusLine(line: string): StartLine {
  // Some servers leave out the phrase and the space before it.
  const [, status, reasonPhrase = ''] = /^SIP\/2\.0 ([1-6]\d\d)(?: ([^]*))?$/i.exec(line) ?? [];
  if (status === undefined) throw new Refusal('status line');
  return { statusCode: Number(status), reasonPhrase };
}

function parseRequestLine(line: string): StartLine {
  const [method = '', target = '', version = '', ...rest] = line.split(' ');
  if (!/^SIP\/\d+\.\d+$/i.test(version) || rest.length > 0 || !isToken(method)) {
    throw new Refusal('request line');
  }
  if (!/^SIP\/2\.0$/i.test(version)) throw new Refusal('version', 505);
  const uri = parseUri(target);
  if (!uri) throw new Refusal('request URI');
  if (!isCallable(uri)) throw new Refusal('scheme of the request URI', 416);
  // RFC 3261 §19.1.1: these would become headers of a request that we make.
  if (Object.keys(uri.headers).length > 0) throw new Refusal('request URI with headers');
  return { method, ruri: uri };
}
