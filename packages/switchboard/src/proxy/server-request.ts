import type { SipRequest, SipResponse } from '../message/message.js';
import { respond } from '../message/respond.js';

/** What the switchboard forwards or answers. */
const ALLOW =
  'INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, MESSAGE, INFO, REFER, NOTIFY, UPDATE, PRACK';

/** Answers a request that is for the switchboard itself, not for somebody on it. */
export function serveRequest(request: SipRequest): SipResponse {
  const headers = [
    ['Allow', ALLOW],
    ['Accept', 'application/sdp'],
    ['Supported', 'path, outbound'],
  ] as const;
  if (request.method === 'OPTIONS') return respond(request, 200, { headers });
  const known = [...ALLOW.split(', '), 'SUBSCRIBE', 'PUBLISH'].includes(request.method);
  return respond(request, known ? 405 : 501, { headers: [['Allow', ALLOW]] });
}
