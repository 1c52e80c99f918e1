/** Pins what calls lean on inside sip.js's dialogs and transactions; see `sipjs-contract.test.ts`. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import type { DialogState } from 'sip.js/lib/core/dialogs/dialog-state.js';
import { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import { SessionState } from 'sip.js/lib/core/session/session.js';
import { Timers } from 'sip.js/lib/core/timers.js';
import type { InviteServerTransaction } from 'sip.js/lib/core/transactions/invite-server-transaction.js';
import type { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import { parseUri } from '../../packages/core/src/adapters/sipjs/codec/uri.js';
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

describe('dialogs', () => {
  test('18x and 2xx without a Contact are dropped', () => {
    const heard: string[] = [];
    invite({ onProgress: () => heard.push('progress'), onAccept: () => heard.push('accept') });
    respond(bare.sent[0]!, 180);
    respond(bare.sent[0]!, 200, [], description('b'));
    assert.deepEqual(heard, []);
  });

  test('the remote target is where requests go, and can be moved', () => {
    const { dialog } = established();
    const { dialogState } = dialog as unknown as { dialogState: { remoteTarget: unknown } };
    dialogState.remoteTarget = parseUri('sip:moved@peer.invalid');
    dialog.bye();
    assert.equal(bare.sent.at(-1)!.target, 'sip:moved@peer.invalid');
    assert.equal(bare.core.dialogs.size, 0, 'BYE forgets the dialog at once');
  });

  test('the 200 of a re-INVITE does not move the target', () => {
    const { dialog } = established();
    dialog.invite({ onAccept: (response) => void response.ack() }, { body: sdp });
    respond(bare.sent.at(-1)!, 200, ['Contact: <sip:moved@peer.invalid>'], description('b'));
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

  test('a dialog built from data, with a stub for its transaction, speaks', () => {
    const { dialog } = established();
    const { dialogState } = dialog as unknown as { dialogState: DialogState };
    dialog.dispose();
    const stub = { request: {} } as never;
    const again = new SessionDialog(stub, bare.core, { ...dialogState });
    assert.equal(again.sessionState, SessionState.Confirmed);
    again.bye();
    assert.equal(bare.sent.at(-1)!.kind, 'BYE');
    assert.equal(bare.core.dialogs.size, 0);
  });

  test('a dialog is known by Call-ID, our tag and theirs', () => {
    const { dialog } = established();
    assert.equal(bare.core.dialogs.get(dialog.callId + dialog.localTag + dialog.remoteTag), dialog);
  });
});

describe('incoming calls', () => {
  test('the To tag can be chosen before the first response', () => {
    bare.core.delegate = {
      onInvite(server) {
        (server as unknown as { toTag: string }).toTag = 'chosen';
        server.trying();
        server.progress();
        server.accept({ statusCode: 200, body: sdp });
      },
    };
    bare.core.receiveIncomingRequestFromTransport(
      request('INVITE', invitation('t'), description('b')),
    );
    assert.deepEqual(
      bare.sent.map((message) => message.tag('To')),
      ['', 'chosen', 'chosen'],
    );
  });

  test('a callee cannot say BYE before the ACK, and is told when none comes', async () => {
    Object.assign(Timers, { TIMER_L: 5 });
    const late = new Promise<void>((resolve) => {
      bare.core.delegate = {
        onInvite(server) {
          const { session } = server.accept({ statusCode: 200, body: sdp });
          assert.throws(() => session.bye());
          session.delegate = { onAckTimeout: resolve };
        },
      };
    });
    bare.core.receiveIncomingRequestFromTransport(
      request('INVITE', invitation('l'), description('b')),
    );
    await late;
    const [dialog] = bare.core.dialogs.values();
    (dialog as SessionDialog).bye();
    assert.equal(bare.sent.at(-1)!.kind, 'BYE');
  });

  test('a dialog waits for the ACK to its 200 for as long as `ackWait` says', () => {
    bare.core.delegate = {
      onInvite: (server) => void server.accept({ statusCode: 200, body: sdp }),
    };
    bare.core.receiveIncomingRequestFromTransport(
      request('INVITE', invitation('w'), description('b')),
    );
    const [dialog] = bare.core.dialogs.values();
    assert.ok(dialog instanceof SessionDialog);
    const first = dialog as unknown as {
      ackWait: boolean;
      initialTransaction: InviteServerTransaction;
    };
    assert.equal(dialog.sessionState, SessionState.AckWait);
    assert.equal(first.initialTransaction.request.cseq, 1);
    first.ackWait = false;
    assert.equal(dialog.sessionState, SessionState.Confirmed);
    dialog.bye();
    assert.equal(bare.sent.at(-1)!.kind, 'BYE');
  });
});

describe('endings', () => {
  test('a send that fails becomes a 503 without Via, silence a 408', async () => {
    Object.assign(Timers, { TIMER_B: 5 });
    const statuses: string[] = [];
    const both = (): Parameters<UserAgentCore['invite']>[1] => ({
      onReject: ({ message }) => statuses.push(`${message.statusCode} ${message.hasHeader('Via')}`),
    });
    bare.refuse = new Error('offline');
    invite(both());
    await new Promise((resolve) => setImmediate(resolve));
    bare.refuse = undefined;
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
    bare.core.delegate = {
      onInvite: (server) => void server.accept({ statusCode: 200, body: sdp }),
    };
    bare.core.receiveIncomingRequestFromTransport(
      request('INVITE', invitation('d'), description('b')),
    );
    assert.ok(timers() > before);
    bare.core.dispose();
    assert.equal(timers(), before);
    const { dialogs, userAgentClients, userAgentServers } = bare.core;
    assert.deepEqual([dialogs.size, userAgentClients.size, userAgentServers.size], [0, 0, 0]);
  });
});
