import { typicalMessages } from '../support/typical-messages.js';
import { invalid } from '../torture/rfc4475-invalid.js';
import { semantics } from '../torture/rfc4475-semantics.js';
import { valid } from '../torture/rfc4475-valid.js';
import { ipv6 } from '../torture/rfc5118.js';
import { found } from './found.js';

/** What inputs are made of: the messages that were thought out to be difficult, and those of every day. */
export const corpus: readonly Uint8Array[] = [
  ...[...valid, ...invalid, ...semantics, ...ipv6].map(({ frame }) => frame),
  ...found.map(({ frame }) => Buffer.from(frame)),
  ...typicalMessages.flatMap((text) => Array.from({ length: 8 }, () => Buffer.from(text))),
];
