import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { parseNameAddressList, type NameAddress } from './codec/name-address.js';

/** Seconds between which a granted time is believed; timers overflow beyond 24.8 days and fire at once. */
const shortest = 10;
const longest = 24 * 24 * 3600;

/** Proxies between us and the registrar's network; more would make every request too large. */
const mostRoutes = 10;

/**
 * Our binding among those a registrar lists: the one of this device (RFC 5626 §4.1), else with our user, else the only
 * one. Servers behind NAT rewrite the host and port, so those are not compared.
 */
export function ownContact(
  response: IncomingResponseMessage,
  user: string,
  instance: string,
): NameAddress | undefined {
  const contacts = (response.headers['Contact'] ?? []).map(({ parsed }) => parsed as NameAddress);
  const withUser = contacts.filter((contact) => contact.uri.user === user);
  const sameDevice = (contact: NameAddress): boolean =>
    (contact.getParam('+sip.instance') ?? '').toLowerCase().includes(instance.toLowerCase());
  return (
    withUser.find(sameDevice) ??
    withUser.at(-1) ??
    contacts.find(sameDevice) ??
    (contacts.length === 1 ? contacts[0] : undefined)
  );
}

/** The way to the registrar's network (RFC 3608 §5), written anew: it goes into a header of every request. None where it is malformed. */
export function serviceRoute(response: IncomingResponseMessage): string[] {
  const routes = response.getHeaders('Service-Route').map(parseNameAddressList);
  if (routes.some((route) => route === undefined)) return [];
  return routes
    .flatMap((route) => route ?? [])
    .slice(0, mostRoutes)
    .map(String);
}

/** Seconds the binding lasts: by its own parameter, else the Expires header, else what we asked for (RFC 3261 §10.3). */
export function grantedExpires(
  response: IncomingResponseMessage,
  own: NameAddress | undefined,
  asked: number,
): number {
  const stated =
    seconds(own?.getParam('expires')) ?? seconds(response.getHeader('Expires')) ?? asked;
  return Math.min(Math.max(stated, shortest), longest);
}

/** The Min-Expires of a 423, bounded. */
export function shortestExpires(response: IncomingResponseMessage): number | undefined {
  const stated = seconds(response.getHeader('Min-Expires'));
  return stated === undefined ? undefined : Math.min(stated, longest);
}

function seconds(text: string | null | undefined): number | undefined {
  const digits = /^\s*"?(\d{1,20})/.exec(text ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}
