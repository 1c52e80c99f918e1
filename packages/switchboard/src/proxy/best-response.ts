import type { SipResponse } from '../message/message.js';

/** Within 4xx these tell the caller how to try again (RFC 3261 §16.7 step 6). */
const TELLING = new Set([401, 407, 415, 420, 484]);

/** Chooses among the refusals of all branches what the caller shall hear (RFC 3261 §16.7 step 6). */
export function bestResponse(responses: readonly SipResponse[]): SipResponse | undefined {
  const rank = ({ status }: SipResponse): number => {
    if (status >= 600) return 0;
    const telling = TELLING.has(status) ? 0 : 1;
    // A branch that merely ran out or was cancelled says less than one that refused.
    const silent = status === 408 || status === 487 ? 2 : 0;
    return Math.floor(status / 100) * 10 + telling + silent;
  };
  const sorted = [...responses].sort((one, other) => rank(one) - rank(other));
  const best = sorted[0];
  return best === undefined ? undefined : withAllChallenges(best, responses);
}

/** A challenge chosen as best carries the challenges of the other branches too (step 7). */
function withAllChallenges(best: SipResponse, responses: readonly SipResponse[]): SipResponse {
  if (best.status !== 401 && best.status !== 407) return best;
  const headers = best.headers.clone();
  for (const other of responses) {
    if (other === best) continue;
    for (const name of ['WWW-Authenticate', 'Proxy-Authenticate']) {
      for (const value of other.headers.getAll(name)) headers.add(name, value);
    }
  }
  return { ...best, headers };
}
