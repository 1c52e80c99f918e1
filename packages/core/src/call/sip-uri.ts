/** A SIP or SIPS address taken apart, canonical: host in lower case, user percent-encoded where RFC 3261 §25.1 needs it. */
export interface SipUri {
  readonly scheme: 'sip' | 'sips';
  readonly user?: string;
  /** Host, and port where there is one. */
  readonly host: string;
  /** The parameters kept, each with its leading semicolon. */
  readonly params: string;
}

const HOST =
  /^(?:\[[0-9a-f:.]+\]|(?=.{1,253}(?::|$))[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.?)(?::\d{1,5})?$/;

/** Parameters that say who is meant. The rest (`method`, `maddr`, `ttl`, `lr`, ...) steer a request, which no typed or clicked address may. */
const KEPT_PARAM = /^(?:user|transport|gr)(?:=[\w.!~*'()+:[\]-]+)?$/i;

/** Takes `sip:` and `sips:` addresses apart. Passwords and header fields (`?Subject=`, RFC 3261 §19.1.5) are dropped. */
export function parseSipUri(text: string): SipUri | undefined {
  const match = /^(sips?):([^?]*)(?:\?.*)?$/i.exec(text);
  if (!match) return undefined;
  const scheme = match[1]?.toLowerCase() === 'sips' ? 'sips' : 'sip';
  const rest = match[2] ?? '';
  const at = rest.lastIndexOf('@');
  const [hostText = '', ...params] = rest.slice(at + 1).split(';');
  const host = hostText.toLowerCase();
  if (!HOST.test(host)) return undefined;
  const kept = params.filter((param) => KEPT_PARAM.test(param)).map((param) => `;${param}`);
  if (at < 0) return { scheme, host, params: kept.join('') };
  const user = encodeUser(withoutPassword(rest.slice(0, at)));
  return user === undefined ? undefined : { scheme, user, host, params: kept.join('') };
}

export function formatSipUri({ scheme, user, host, params }: SipUri): string {
  return `${scheme}:${user === undefined ? '' : `${user}@`}${host}${params}`;
}

/** Percent-encodes what RFC 3261 §25.1 does not allow in a user part; undefined when there is no such user. */
export function encodeUser(user: string): string | undefined {
  if (user === '') return undefined;
  try {
    const plain = decodeURIComponent(user);
    if (hasControlCharacter(plain)) return undefined;
    return encodeURIComponent(plain).replace(/%(?:26|3D|2B|24|2C|3B|2F)/g, decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** C0, DEL and C1: what could end a header line or hide in one. */
export function hasControlCharacter(text: string): boolean {
  return /[\u0000-\u001f\u007f-\u009f]/.test(text);
}

function withoutPassword(userInfo: string): string {
  const colon = userInfo.indexOf(':');
  return colon < 0 ? userInfo : userInfo.slice(0, colon);
}
