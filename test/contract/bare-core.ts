import assert from 'node:assert/strict';
import { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import { LoggerFactory } from 'sip.js/lib/core/log/logger-factory.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import { Timers } from 'sip.js/lib/core/timers.js';
import { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import type { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';
import { parseMessage } from '../../packages/core/src/adapters/sipjs/codec/parse-message.js';
import { SipUri } from '../../packages/core/src/adapters/sipjs/codec/uri.js';
import { description } from './line.js';
import { Message } from './wire.js';

const alice = new SipUri('sip', 'alice', 'cadran.test');
const bob = new SipUri('sip', 'bob', 'cadran.test');
const usual = { ...Timers };
export const sdp = {
  contentDisposition: 'session',
  contentType: 'application/sdp',
  content: description('a'),
};

/** The core of the running test, what it sent, and what it asked its authenticator. */
export const bare = {} as {
  core: UserAgentCore;
  sent: Message[];
  asked: string[];
  /** What the transport rejects with, when it does. */
  refuse: Error | undefined;
};

/** Makes a core of sip.js's own, without anything of ours around it. */
export function setUp(): void {
  [bare.sent, bare.asked, bare.refuse] = [[], [], undefined];
  const loggerFactory = new LoggerFactory();
  loggerFactory.builtinEnabled = false;
  const authenticator = {
    authenticate: (request: OutgoingRequestMessage, { stale }: { stale?: boolean }) => {
      bare.asked.push(`authenticate ${request.method} stale=${stale}`);
      return true;
    },
    toString: () => {
      bare.asked.push('toString');
      return 'Digest x';
    },
  };
  const contact = {
    pubGruu: undefined,
    tempGruu: undefined,
    uri: alice,
    toString: () => '<sip:alice@a.invalid>',
  };
  bare.core = new UserAgentCore({
    ...{ aor: alice, contact, displayName: '', loggerFactory, hackViaTcp: false, routeSet: [] },
    ...{
      sipjsId: '',
      supportedOptionTags: [],
      supportedOptionTagsResponse: [],
      viaForceRport: false,
    },
    ...{ userAgentHeaderFieldValue: 'x', viaHost: 'a.invalid' },
    authenticationFactory: () => authenticator as never,
    transportAccessor: () => ({
      protocol: 'WS',
      send: (text) => {
        if (bare.refuse) return Promise.reject(bare.refuse);
        bare.sent.push(new Message(text));
        return Promise.resolve();
      },
    }),
  });
}

export function tearDown(): void {
  bare.core.dispose();
  Object.assign(Timers, usual);
}

export function respond(request: Message, status: number, headers: string[] = [], body = ''): void {
  const text = [
    `SIP/2.0 ${status} Phrase`,
    `Via: ${request.header('Via')}`,
    `From: ${request.header('From')}`,
    `To: ${request.header('To')}${request.tag('To') ? '' : ';tag=peer'}`,
    `Call-ID: ${request.header('Call-ID')}`,
    `CSeq: ${request.header('CSeq')}`,
    ...headers,
    ...(body ? ['Content-Type: application/sdp'] : []),
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
  const parsed = parseMessage(text);
  assert.ok(parsed.kind === 'response');
  bare.core.receiveIncomingResponseFromTransport(parsed.message);
}

export function request(method: string, headers: string[], body = '') {
  const type = body ? ['Content-Type: application/sdp'] : [];
  const lines = [`${method} sip:alice@cadran.test SIP/2.0`, ...headers, ...type];
  const parsed = parseMessage([...lines, `Content-Length: ${body.length}`, '', body].join('\r\n'));
  assert.ok(parsed.kind === 'request');
  return parsed.message;
}

export const contactHeader = 'Contact: <sip:peer@peer.invalid>';
export const invitation = (branch: string, more: string[] = []): string[] => [
  `Via: SIP/2.0/WS s;branch=z9hG4bK${branch}`,
  `From: <sip:bob@cadran.test>;tag=bob`,
  'To: <sip:alice@cadran.test>',
  'Call-ID: pinned',
  'CSeq: 1 INVITE',
  contactHeader,
  ...more,
];

export function invite(delegate: Parameters<UserAgentCore['invite']>[1] = {}) {
  const message = bare.core.makeOutgoingRequestMessage('INVITE', bob, alice, bob, {}, [], sdp);
  return bare.core.invite(message, delegate) as unknown as UserAgentClient;
}

export function established(): { dialog: SessionDialog; first: Message } {
  let dialog: SessionDialog | undefined;
  invite({
    onAccept(response) {
      response.ack();
      if (response.session instanceof SessionDialog) dialog = response.session;
    },
  });
  const first = bare.sent.at(-1);
  assert.ok(first);
  respond(first, 200, [contactHeader], description('b'));
  assert.ok(dialog instanceof SessionDialog, 'a Session is a SessionDialog');
  return { dialog, first };
}
