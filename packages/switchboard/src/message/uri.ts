import { parseParameters, type Parameters } from './parameters.js';

/** A SIP or SIPS URI taken apart (RFC 3261 §19.1). `user` is unescaped; `host` is lower case. */
export interface SipUri {
  readonly scheme: 'sip' | 'sips';
  readonly user: string | undefined;
  readonly host: string;
  readonly port: number | undefined;
  readonly parameters: Parameters;
}

const SIP_URI =
  /^(sips?):(?:([^@;?<>"\s]+)@)?(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.?)(?::(\d{1,5}))?((?:;[^?<>"\s]*)?)(?:\?[^<>"\s]*)?$/i;

/** Parses a SIP or SIPS URI; `undefined` when it is not one. */
export function parseUri(text: string): SipUri | undefined {
  const match = SIP_URI.exec(text);
  if (match === null) return undefined;
  const [, scheme, userInfo, host, port, parameters] = match;
  const user = unescapeUser(userInfo);
  if (user === null || Number(port ?? 0) > 65535) return undefined;
  return {
    scheme: scheme?.toLowerCase() === 'sips' ? 'sips' : 'sip',
    user,
    host: (host ?? '').toLowerCase(),
    port: port === undefined ? undefined : Number(port),
    parameters: parseParameters(parameters ?? ''),
  };
}

function unescapeUser(userInfo: string | undefined): string | undefined | null {
  // A password in a URI is deprecated and means nothing to us (RFC 3261 §19.1.1).
  const user = userInfo?.split(':', 1)[0];
  try {
    return user === undefined ? undefined : decodeURIComponent(user);
  } catch {
    return null;
  }
}

/** The digits of a tel URI without its visual separators (RFC 3966 §3). */
export function telephoneNumber(text: string): string | undefined {
  const match = /^tel:(\+?[0-9a-d*#().-]{1,64})(?:;[^<>"\s]*)?$/i.exec(text);
  const number = match?.[1]?.replace(/[().-]/g, '');
  return number === undefined || number === '' ? undefined : number;
}

/** What identifies a contact: the URI without its parameters and headers. */
export function contactKey(uri: SipUri): string {
  const port = uri.port === undefined ? '' : `:${uri.port}`;
  return `${uri.user === undefined ? '' : `${uri.user}@`}${uri.host}${port}`;
}
