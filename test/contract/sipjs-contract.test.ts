/**
 * Pins what the adapter leans on inside sip.js and sip.js does not promise. Another version of it fails here first, and the
 * test that fails says what has to be looked at; `adapters/sipjs/README.md` says why it is needed.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import { LoggerFactory } from 'sip.js/lib/core/log/logger-factory.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import { Timers } from 'sip.js/lib/core/timers.js';
import { ClientTransaction } from 'sip.js/lib/core/transactions/client-transaction.js';
import { AllowedMethods } from 'sip.js/lib/core/user-agent-core/allowed-methods.js';
import { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import type { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';
import { Grammar } from 'sip.js/lib/grammar/grammar.js';
import { parseMessage } from '../../packages/core/src/adapters/sipjs/codec/parse-message.js';
import { parseUri } from '../../packages/core/src/adapters/sipjs/codec/uri.js';
import { description } from './line.js';
import { Message } from './wire.js';

const alice = parseUri('sip:alice@cadran.test')!;
const bob = parseUri('sip:bob@cadran.test')!;
const usual = { ...Timers };
const sdp = {
  contentDisposition: 'session',
  contentType: 'application/sdp',
  content: description('a'),
};

let core: UserAgentCore;
let sent: Message[];
let asked: string[];
let refuse: Error | undefined;

beforeEach(() => {
  [sent, asked, refuse] = [[], [], undefined];
  const loggerFactory = new LoggerFactory();
  loggerFactory.builtinEnabled = false;
  const authenticator = {
    authenticate: (request: OutgoingRequestMessage, { stale }: { stale?: boolean }) => {
      asked.push(`authenticate ${request.method} stale=${stale}`);
      return true;
    },
    toString: () => {
      asked.push('toString');
      return 'Digest x';
    },
  };
  const contact = {
    pubGruu: undefined,
    tempGruu: undefined,
    uri: alice,
    toString: () => '<sip:alice@a.invalid>',
  };
  core = new UserAgentCore({
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
        if (refuse) return Promise.reject(refuse);
        sent.push(new Message(text));
        return Promise.resolve();
      },
    }),
  });
});
afterEach(() => {
  core.dispose();
  Object.assign(Timers, usual);
});

function respond(request: Message, status: number, headers: string[] = [], body = ''): void {
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
  core.receiveIncomingResponseFromTransport(parsed.message);
}

function request(method: string, headers: string[], body = '') {
  const type = body ? ['Content-Type: application/sdp'] : [];
  const lines = [`${method} sip:alice@cadran.test SIP/2.0`, ...headers, ...type];
  const parsed = parseMessage([...lines, `Content-Length: ${body.length}`, '', body].join('\r\n'));
  assert.ok(parsed.kind === 'request');
  return parsed.message;
}

const contactHeader = 'Contact: <sip:peer@peer.invalid>';
const invitation = (branch: string, more: string[] = []): string[] => [
  `Via: SIP/2.0/WS s;branch=z9hG4bK${branch}`,
  `From: <sip:bob@cadran.test>;tag=bob`,
  'To: <sip:alice@cadran.test>',
  'Call-ID: pinned',
  'CSeq: 1 INVITE',
  contactHeader,
  ...more,
];

function invite(delegate: Parameters<UserAgentCore['invite']>[1] = {}) {
  const message = core.makeOutgoingRequestMessage('INVITE', bob, alice, bob, {}, [], sdp);
  return core.invite(message, delegate) as unknown as UserAgentClient;
}

function established(): { dialog: SessionDialog; first: Message } {
  let dialog: SessionDialog | undefined;
  invite({
    onAccept(response) {
      response.ack();
      if (response.session instanceof SessionDialog) dialog = response.session;
    },
  });
  const first = sent.at(-1)!;
  respond(first, 200, [contactHeader], description('b'));
  assert.ok(dialog instanceof SessionDialog, 'a Session is a SessionDialog');
  return { dialog, first };
}

test('it is the version that was looked at', () => {
  const path = createRequire(import.meta.url).resolve('sip.js/package.json');
  assert.equal((JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version, '0.21.2');
});

describe('statics', () => {
  test('the branch of a client transaction comes from makeId', () => {
    const statics = ClientTransaction as unknown as { makeId: () => string };
    const { makeId } = statics;
    statics.makeId = () => 'z9hG4bKpinned';
    try {
      assert.equal(invite().transaction.id, 'z9hG4bKpinned');
    } finally {
      statics.makeId = makeId;
    }
  });

  test('one list is behind every Allow and every 405', () => {
    assert.ok(Array.isArray(AllowedMethods) && !Object.isFrozen(AllowedMethods));
    const kept = [...AllowedMethods];
    AllowedMethods.splice(0, AllowedMethods.length, 'INVITE');
    try {
      core.receiveIncomingRequestFromTransport(
        request(
          'BYE',
          invitation('b').map((line) => line.replace('INVITE', 'BYE')),
        ),
      );
      assert.equal(sent[0]!.kind, '405 BYE');
      assert.equal(sent[0]!.header('Allow'), 'INVITE');
    } finally {
      AllowedMethods.splice(0, AllowedMethods.length, ...kept);
    }
  });

  test('the timers can be shortened, and those of a reliable transport are 0', () => {
    assert.deepEqual(
      [Timers.TIMER_D, Timers.TIMER_I, Timers.TIMER_J, Timers.TIMER_K].map(Number),
      [0, 0, 0, 0],
    );
    assert.ok(!Object.isFrozen(Timers));
  });
});

describe('messages', () => {
  test('a header that was parsed before never reaches the grammar', () => {
    const { parse } = Grammar;
    (Grammar as { parse: unknown }).parse = () => assert.fail('the grammar was called');
    try {
      core.delegate = { onInvite: (server) => void server.accept({ statusCode: 200, body: sdp }) };
      core.receiveIncomingRequestFromTransport(
        request('INVITE', invitation('g'), description('b')),
      );
      assert.equal(sent.at(-1)?.kind, '200 INVITE');
      established();
    } finally {
      (Grammar as { parse: unknown }).parse = parse;
    }
  });

  test('the ACK of a 2xx takes its branch from setViaHeader, after it was made', () => {
    const branches: string[] = [];
    const make = core.makeOutgoingRequestMessage.bind(core);
    core.makeOutgoingRequestMessage = (...parts) => {
      const message = make(...parts);
      const setViaHeader = message.setViaHeader.bind(message);
      message.setViaHeader = (branch, transport) => {
        branches.push(message.method);
        setViaHeader(branch, transport);
      };
      return message;
    };
    established();
    assert.deepEqual(branches, ['INVITE', 'ACK']);
  });

  test('the configuration is read for every request', () => {
    core.configuration.routeSet = ['<sip:edge.test;lr>'];
    invite();
    assert.equal(sent[0]!.header('Route'), '<sip:edge.test;lr>');
  });
});

describe('challenges', () => {
  test('authenticate comes before toString, and the request goes out again with the next number', () => {
    const client = invite();
    const challenge = 'WWW-Authenticate: Digest realm="r", nonce="n"';
    respond(sent[0]!, 401, [challenge]);
    assert.deepEqual(asked, ['authenticate INVITE stale=true', 'toString']);
    const again = sent.at(-1)!;
    assert.equal(again.header('Authorization'), 'Digest x');
    assert.equal(again.cseq, sent[0]!.cseq + 1);
    assert.equal(client.message.cseq, again.cseq);
  });

  test('a second challenge is answered only where it is called stale', () => {
    const rejected: number[] = [];
    invite({ onReject: ({ message }) => rejected.push(message.statusCode!) });
    const challenge = 'WWW-Authenticate: Digest realm="r", nonce="n"';
    respond(sent.at(-1)!, 401, [challenge]);
    respond(sent.at(-1)!, 401, [challenge]);
    assert.deepEqual(rejected, [401], 'the fake leaves stale on, so the gate is closed for good');
  });

  test('the old branch still finds the client, whose transaction is the new one', () => {
    const client = invite();
    const { id } = client.transaction;
    respond(sent[0]!, 401, ['WWW-Authenticate: Digest realm="r", nonce="n"']);
    assert.equal(core.userAgentClients.get(`${id}INVITE`), client);
    assert.notEqual(client.transaction.id, id);
  });

  test('the dialog is not told of the number that a challenged request took', () => {
    const { dialog } = established();
    dialog.info(undefined, {
      body: { contentDisposition: 'render', contentType: 'a/b', content: 'c' },
    });
    respond(sent.at(-1)!, 401, ['WWW-Authenticate: Digest realm="r", nonce="n"']);
    assert.equal(sent.at(-1)!.cseq, dialog.localSequenceNumber! + 1);
  });
});

describe('dialogs', () => {
  test('18x and 2xx without a Contact are dropped', () => {
    const heard: string[] = [];
    invite({ onProgress: () => heard.push('progress'), onAccept: () => heard.push('accept') });
    respond(sent[0]!, 180);
    respond(sent[0]!, 200, [], description('b'));
    assert.deepEqual(heard, []);
  });

  test('the remote target is where requests go, and can be moved', () => {
    const { dialog } = established();
    const { dialogState } = dialog as unknown as { dialogState: { remoteTarget: unknown } };
    dialogState.remoteTarget = parseUri('sip:moved@peer.invalid');
    dialog.bye();
    assert.equal(sent.at(-1)!.target, 'sip:moved@peer.invalid');
    assert.equal(core.dialogs.size, 0, 'BYE forgets the dialog at once');
  });

  test('the 200 of a re-INVITE does not move the target', () => {
    const { dialog } = established();
    dialog.invite({ onAccept: (response) => void response.ack() }, { body: sdp });
    respond(sent.at(-1)!, 200, ['Contact: <sip:moved@peer.invalid>'], description('b'));
    assert.equal(dialog.remoteTarget.toString(), 'sip:peer@peer.invalid');
    assert.equal(dialog.reinviteUserAgentClient, undefined, 'the ACK ends the exchange');
  });

  test('Dialog.receiveRequest keeps the number, and throws for one that goes back', () => {
    const { dialog, first } = established();
    const update = (cseq: number) =>
      request('UPDATE', [
        'Via: SIP/2.0/WS s;branch=z9hG4bKu',
        `From: ${first.header('To')};tag=peer`,
        `To: ${first.header('From')}`,
        `Call-ID: ${first.header('Call-ID')}`,
        `CSeq: ${cseq} UPDATE`,
      ]);
    Dialog.prototype.receiveRequest.call(dialog, update(7));
    assert.equal(dialog.remoteSequenceNumber, 7);
    assert.throws(() => Dialog.prototype.receiveRequest.call(dialog, update(7)));
  });

  test('a dialog is known by Call-ID, our tag and theirs', () => {
    const { dialog } = established();
    assert.equal(core.dialogs.get(dialog.callId + dialog.localTag + dialog.remoteTag), dialog);
  });

  test('rollback frees a re-INVITE that will never be answered', () => {
    const { dialog } = established();
    const client = dialog.invite({}, { body: sdp }) as unknown as UserAgentClient;
    respond(sent.at(-1)!, 100);
    client.dispose();
    dialog.reinviteUserAgentClient = undefined;
    dialog.signalingStateRollback();
    assert.doesNotThrow(() => dialog.invite({}, { body: sdp }));
  });
});

describe('incoming calls', () => {
  test('the To tag can be chosen before the first response', () => {
    core.delegate = {
      onInvite(server) {
        (server as unknown as { toTag: string }).toTag = 'chosen';
        server.trying();
        server.progress();
        server.accept({ statusCode: 200, body: sdp });
      },
    };
    core.receiveIncomingRequestFromTransport(request('INVITE', invitation('t'), description('b')));
    assert.deepEqual(
      sent.map((message) => message.tag('To')),
      ['', 'chosen', 'chosen'],
    );
  });

  test('a callee cannot say BYE before the ACK, and is told when none comes', async () => {
    Object.assign(Timers, { TIMER_L: 5 });
    const late = new Promise<void>((resolve) => {
      core.delegate = {
        onInvite(server) {
          const { session } = server.accept({ statusCode: 200, body: sdp });
          assert.throws(() => session.bye());
          session.delegate = { onAckTimeout: resolve };
        },
      };
    });
    core.receiveIncomingRequestFromTransport(request('INVITE', invitation('l'), description('b')));
    await late;
    const [dialog] = core.dialogs.values();
    (dialog as SessionDialog).bye();
    assert.equal(sent.at(-1)!.kind, 'BYE');
  });

  test('a CANCEL is answered by the core, and told only before the final response', () => {
    const cancelled: string[] = [];
    core.delegate = {
      onInvite(server) {
        server.trying();
        server.delegate = { onCancel: () => cancelled.push('cancel') };
      },
    };
    core.receiveIncomingRequestFromTransport(request('INVITE', invitation('c')));
    core.receiveIncomingRequestFromTransport(
      request(
        'CANCEL',
        invitation('c').map((line) => line.replace('1 INVITE', '1 CANCEL')),
      ),
    );
    assert.equal(sent.at(-1)!.kind, '200 CANCEL');
    assert.deepEqual(cancelled, ['cancel']);
  });
});

describe('endings', () => {
  test('a send that fails becomes a 503 without Via, silence a 408', async () => {
    Object.assign(Timers, { TIMER_B: 5 });
    const statuses: string[] = [];
    const both = (): Parameters<UserAgentCore['invite']>[1] => ({
      onReject: ({ message }) => statuses.push(`${message.statusCode} ${message.hasHeader('Via')}`),
    });
    refuse = new Error('offline');
    invite(both());
    await new Promise((resolve) => setImmediate(resolve));
    refuse = undefined;
    await new Promise<void>((resolve) => {
      invite({
        onReject: (response) => {
          both()?.onReject?.(response);
          resolve();
        },
      });
    });
    assert.deepEqual(statuses, ['503 false', '408 false']);
  });

  test('dispose leaves no timer and no entry behind', () => {
    const timers = (): number =>
      process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timers();
    invite();
    established();
    core.delegate = { onInvite: (server) => void server.accept({ statusCode: 200, body: sdp }) };
    core.receiveIncomingRequestFromTransport(request('INVITE', invitation('d'), description('b')));
    assert.ok(timers() > before);
    core.dispose();
    assert.equal(timers(), before);
    const { dialogs, userAgentClients, userAgentServers } = core;
    assert.deepEqual([dialogs.size, userAgentClients.size, userAgentServers.size], [0, 0, 0]);
  });
});
