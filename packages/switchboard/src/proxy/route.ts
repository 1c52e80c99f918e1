import type { Users } from '../auth/users.js';
import type { Flow } from '../connection/flow.js';
import { tagOf } from '../message/address.js';
import type { SipRequest } from '../message/message.js';
import { parseUri, telephoneNumber } from '../message/uri.js';
import type { Contacts } from '../registrar/contacts.js';
import type { Location } from '../registrar/location.js';
import type { Home } from './home.js';

/** One place to send a request to. */
export interface Target {
  readonly flow: Flow;
  readonly uri: string;
}

/** Where a request goes. */
export type Route =
  | { readonly kind: 'server' }
  | { readonly kind: 'contact'; readonly targets: readonly Target[] }
  | { readonly kind: 'user'; readonly targets: readonly Target[] }
  | { readonly kind: 'refuse'; readonly status: number };

/** What is known about who can be reached. */
export interface RouteParts {
  readonly home: Home;
  readonly users: Users;
  readonly location: Location;
  readonly contacts: Contacts;
  /** The scripted peer at an extension. */
  peer(extension: string): Flow | undefined;
}

/** Determines the target set of a request (RFC 3261 §16.5). Our own Routes are already gone. */
export function routeFor(request: SipRequest, parts: RouteParts): Route {
  if (request.headers.has('Route')) return { kind: 'refuse', status: 403 };
  const inDialog = tagOf(request.headers.get('To')) !== undefined;
  const flow = parts.contacts.find(request.uri);
  if (flow !== undefined) return { kind: 'contact', targets: [{ flow, uri: request.uri }] };
  const number = telephoneNumber(request.uri);
  if (number !== undefined) return routeToUser(number, request, parts);
  const uri = parseUri(request.uri);
  if (uri === undefined || !parts.home.isOurs(uri.host)) {
    return { kind: 'refuse', status: inDialog ? 480 : 404 };
  }
  if (uri.user === undefined || uri.user === '') return { kind: 'server' };
  return routeToUser(uri.user, request, parts);
}

function routeToUser(user: string, request: SipRequest, parts: RouteParts): Route {
  const peer = parts.peer(user);
  if (peer !== undefined) return { kind: 'user', targets: [{ flow: peer, uri: request.uri }] };
  if (!parts.users.has(user)) return { kind: 'refuse', status: 404 };
  const targets = parts.location
    .of(user)
    .map((binding) => ({ flow: binding.flow, uri: binding.contact }));
  return targets.length === 0 ? { kind: 'refuse', status: 480 } : { kind: 'user', targets };
}
