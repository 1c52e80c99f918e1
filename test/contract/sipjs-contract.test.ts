/**
 * Pins what the adapter leans on inside sip.js and sip.js does not promise. Another version of it fails here first, and the
 * test that fails says what has to be looked at; `adapters/sipjs/README.md` says why it is needed.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Timers } from 'sip.js/lib/core/timers.js';
import { ClientTransaction } from 'sip.js/lib/core/transactions/client-transaction.js';
import { Grammar } from 'sip.js/lib/grammar/grammar.js';
import { description } from './line.js';

import {
  bare,
  established,
  invitation,
  invite,
  request,
  respond,
  sdp,
  setUp,
  tearDown,
} from './bare-core.js';

beforeEach(setUp);
afterEach(tearDown);

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
      bare.core.delegate = {
        onInvite: (server) => void server.accept({ statusCode: 200, body: sdp }),
      };
      bare.core.receiveIncomingRequestFromTransport(
        request('INVITE', invitation('g'), description('b')),
      );
      assert.equal(bare.sent.at(-1)?.kind, '200 INVITE');
      established();
    } finally {
      (Grammar as { parse: unknown }).parse = parse;
    }
  });

  test('the ACK of a 2xx takes its branch from setViaHeader, after it was made', () => {
    const branches: string[] = [];
    const make = bare.core.makeOutgoingRequestMessage.bind(bare.core);
    bare.core.makeOutgoingRequestMessage = (...parts) => {
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
    bare.core.configuration.routeSet = ['<sip:edge.test;lr>'];
    invite();
    assert.equal(bare.sent[0]!.header('Route'), '<sip:edge.test;lr>');
  });
});

describe('challenges', () => {
  test('authenticate comes before toString, and the request goes out again with the next number', () => {
    const client = invite();
    const challenge = 'WWW-Authenticate: Digest realm="r", nonce="n"';
    respond(bare.sent[0]!, 401, [challenge]);
    assert.deepEqual(bare.asked, ['authenticate INVITE stale=true', 'toString']);
    const again = bare.sent.at(-1)!;
    assert.equal(again.header('Authorization'), 'Digest x');
    assert.equal(again.cseq, bare.sent[0]!.cseq + 1);
    assert.equal(client.message.cseq, again.cseq);
  });

  test('a second challenge is answered only where it is called stale', () => {
    const rejected: number[] = [];
    invite({ onReject: ({ message }) => rejected.push(message.statusCode!) });
    const challenge = 'WWW-Authenticate: Digest realm="r", nonce="n"';
    respond(bare.sent.at(-1)!, 401, [challenge]);
    respond(bare.sent.at(-1)!, 401, [challenge]);
    assert.deepEqual(rejected, [401], 'the fake leaves stale on, so the gate is closed for good');
  });

  test('the old branch still finds the client, whose transaction is the new one', () => {
    const client = invite();
    const { id } = client.transaction;
    respond(bare.sent[0]!, 401, ['WWW-Authenticate: Digest realm="r", nonce="n"']);
    assert.equal(bare.core.userAgentClients.get(`${id}INVITE`), client);
    assert.notEqual(client.transaction.id, id);
  });

  test('init puts another transaction in the place of one that is over', () => {
    const refused: number[] = [];
    const client = invite({ onReject: ({ message }) => refused.push(message.statusCode!) });
    const { id } = client.transaction;
    respond(bare.sent[0]!, 422);
    (client as unknown as { init(): void }).init();
    assert.notEqual(client.transaction.id, id);
    assert.equal(bare.sent.at(-1)!.kind, 'INVITE');
    respond(bare.sent.at(-1)!, 486);
    assert.deepEqual(refused, [422, 486]);
  });

  test('the dialog is not told of the number that a challenged request took', () => {
    const { dialog } = established();
    dialog.info(undefined, {
      body: { contentDisposition: 'render', contentType: 'a/b', content: 'c' },
    });
    respond(bare.sent.at(-1)!, 401, ['WWW-Authenticate: Digest realm="r", nonce="n"']);
    assert.equal(bare.sent.at(-1)!.cseq, dialog.localSequenceNumber! + 1);
  });
});
