import { tagOf } from '../message/address.js';
import { randomBranch } from '../message/identifier.js';
import { cloneMessage, type SipRequest } from '../message/message.js';
import type { Home } from './home.js';
import type { Target } from './route.js';

/** Requests that open or keep a dialog, in which we want to stay. */
const DIALOG = new Set(['INVITE', 'SUBSCRIBE', 'REFER', 'NOTIFY', 'UPDATE']);

/** The copy of a request that goes to one target (RFC 3261 §16.6 steps 1 to 8). */
export function forwarded(request: SipRequest, target: Target, home: Home): SipRequest {
  const copy = cloneMessage(request);
  copy.uri = target.uri;
  const hops = Number(copy.headers.get('Max-Forwards') ?? 70);
  copy.headers.set('Max-Forwards', String(Math.min(hops, 70) - 1));
  // The credential was for us, and is nobody else's business (§22.3).
  copy.headers.delete('Proxy-Authorization').delete('Authorization');
  if (DIALOG.has(copy.method)) copy.headers.prepend('Record-Route', home.recordRoute);
  const via = `SIP/2.0/${target.flow.transport} ${home.address};branch=${randomBranch()}`;
  copy.headers.prepend('Via', via);
  return copy;
}

/** Takes the Routes off that name us; what remains is foreign (§16.4). */
export function withoutOurRoutes(request: SipRequest, home: Home): void {
  for (;;) {
    const top = request.headers.get('Route');
    const uri = top === undefined ? undefined : /<([^>]*)>/.exec(top)?.[1];
    if (uri === undefined || !home.isOurRoute(uri)) return;
    request.headers.shift('Route');
  }
}

/** Whether a request belongs to a dialog that exists already. */
export function isInDialog(request: SipRequest): boolean {
  return tagOf(request.headers.get('To')) !== undefined;
}
