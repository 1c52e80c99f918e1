import jssip from 'jssip/lib/Parser.js';
import { Parser } from 'sip.js/lib/core/messages/parser.js';
import { parseMessage } from '../../../packages/core/src/adapters/sipjs/codec/parse-message.ts';

export { inviteWithSdp, notify, registered } from '../../support/typical-messages.ts';

const complain = (text) => {
  throw new Error(text);
};
const logger = { warn: complain, error: complain };

/** Each reads a message; undefined for one that it refuses. */
export const parsers = {
  cadran: (text) => parseMessage(text).message,
  sipjs: (text) => Parser.parseMessage(text, logger),
  jssip: (text) => jssip.parseMessage(text, undefined),
};
