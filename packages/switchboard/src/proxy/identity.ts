import type { Users } from '../auth/users.js';
import { parseAddress } from '../message/address.js';
import type { SipMessage } from '../message/message.js';
import { quote } from '../message/parameters.js';

/** Identity a client must not assert about itself (RFC 3325 §5). */
const CLAIMS = ['P-Asserted-Identity', 'P-Preferred-Identity', 'Remote-Party-ID'];

/** Takes away what a client claims to be, and writes what it has proved to be. */
export function assertIdentity(
  message: SipMessage,
  user: string | undefined,
  users: Users,
  domain: string,
): void {
  for (const name of CLAIMS) message.headers.delete(name);
  // RFC 3323 §4.2: whoever asks for "id" privacy is not named beyond the trust domain.
  const privacy = (message.headers.get('Privacy') ?? '').toLowerCase().split(/[;,\s]+/);
  const known = user === undefined ? undefined : users.get(user);
  if (known === undefined || privacy.includes('id')) return;
  const field = message.kind === 'request' ? 'From' : 'To';
  const shown =
    known.displayName ?? parseAddress(message.headers.get(field) ?? '')?.displayName ?? '';
  const name = shown === '' ? '' : `${quote(shown)} `;
  message.headers.add('P-Asserted-Identity', `${name}<sip:${known.name}@${domain}>`);
}
