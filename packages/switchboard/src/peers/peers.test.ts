import assert from 'node:assert/strict';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { afterEach, describe, mock, test } from 'node:test';
import { ManualClock } from '../../test/manual-clock.js';
import { SipClient } from '../../test/sip-client.js';
import { until } from '../../test/until.js';
import { createSwitchboard, type Switchboard, type SwitchboardOptions } from '../index.js';
import type { SipResponse } from '../message/message.js';

/** A browser's offer, shortened: real keys are not needed where no media is to flow. */
const OFFER = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 0 110 126',
  'c=IN IP4 0.0.0.0',
  'a=candidate:1 1 udp 2113937151 0f1e2d3c.local 50000 typ host',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=sendrecv',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
  'a=rtpmap:110 telephone-event/48000',
  'a=rtpmap:126 telephone-event/8000',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'c=IN IP4 0.0.0.0',
  'a=mid:1',
  'a=rtpmap:96 VP8/90000',
  '',
].join('\r\n');
const SDP = [['Content-Type', 'application/sdp']] as const;

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function setting(options: SwitchboardOptions = {}) {
  const board = await createSwitchboard(options);
  open.push(board);
  const alice = await SipClient.registered(board.url, { user: 'alice' });
  open.push(alice);
  return { board, alice };
}

async function dial(alice: SipClient, extension: string, body = OFFER) {
  const request = alice.request('INVITE', `sip:${extension}@cadran.test`, SDP, body);
  return alice.submit(request);
}

async function answered(alice: SipClient, extension: string) {
  const invite = await dial(alice, extension);
  const response = await alice.nextResponse(invite);
  assert.equal(response.status, 200);
  alice.send(alice.inDialog('ACK', invite, response));
  return { invite, response };
}

describe('the built-in peers', () => {
  test('601 is busy', async () => {
    const { alice } = await setting();
    assert.equal((await alice.nextResponse(await dial(alice, '601'))).status, 486);
  });

  test('602 rings until the caller gives up', async () => {
    const { alice, board } = await setting();
    const invite = await dial(alice, '602');
    assert.equal((await alice.nextResponse(invite, false)).status, 180);
    alice.send(alice.cancel(invite));
    assert.equal((await alice.nextResponse(invite)).status, 487);
    assert.deepEqual(await board.peers.latest('602')?.ended, { by: 'caller', status: 487 });
  });

  test('an answer takes the audio, refuses the video, and names only addresses', async () => {
    const { alice } = await setting();
    const { body } = (await answered(alice, '604')).response;
    assert.match(body, /^m=audio 9 UDP\/TLS\/RTP\/SAVPF 0 111 110 126$/m);
    assert.match(body, /^m=video 0 /m);
    assert.match(body, /^a=group:BUNDLE 0\r$/m);
    assert.match(body, /^a=setup:active\r$/m);
    assert.match(body, /^a=candidate:.* 127\.0\.0\.1 \d+ typ host\r$/m);
    assert.doesNotMatch(body, /typ (srflx|relay)|\.local/);
  });

  test('hold is mirrored, digits are heard, and what a peer lacks is 405', async () => {
    const { alice, board } = await setting();
    const { invite, response } = await answered(alice, '604');
    const call = board.peers.latest('604')!;
    for (const [offered, given, held] of [
      ['sendonly', 'recvonly', true],
      ['inactive', 'inactive', true],
      ['recvonly', 'sendonly', false],
      ['sendrecv', 'sendrecv', false],
    ] as const) {
      const offer = OFFER.replace('a=sendrecv', `a=${offered}`);
      const again = alice.inDialog('INVITE', invite, response, offer);
      alice.send(again);
      const accepted = await alice.nextResponse(again);
      assert.match(accepted.body, new RegExp(`^a=${given}\r$`, 'm'));
      assert.equal(call.held.byCaller, held);
      alice.send(alice.inDialog('ACK', again, accepted));
    }
    const info = alice.inDialog('INFO', invite, response, 'Signal=5\r\nDuration=160\r\n');
    info.headers.add('Content-Type', 'application/dtmf-relay');
    alice.send(info);
    await alice.nextResponse(info);
    assert.equal(call.heard.digits, '5');
    const update = alice.inDialog('UPDATE', invite, response);
    alice.send(update);
    const refused = await alice.nextResponse(update);
    assert.equal(refused.status, 405);
    assert.doesNotMatch(refused.headers.get('Allow') ?? '', /UPDATE/);
  });

  test('an offer without usable audio is not acceptable', async () => {
    const { alice } = await setting();
    for (const body of ['', OFFER.replace('m=audio 9', 'm=audio 0'), OFFER.replace('111 0', '3')]) {
      const invite = await dial(alice, '600', body);
      assert.equal((await alice.nextResponse(invite)).status, 488);
    }
  });

  test('OPTIONS to a peer is answered, and a dialog it does not know is 481', async () => {
    const { alice } = await setting();
    const options = await alice.transact(alice.request('OPTIONS', 'sip:600@cadran.test'));
    assert.equal(options.status, 200);
    const extra = [['To', '<sip:600@cadran.test>;tag=gone']] as const;
    const bye = await alice.transact(alice.request('BYE', 'sip:600@cadran.test', extra));
    assert.equal(bye.status, 481);
  });
});

describe('scripts', () => {
  test('ring, answer, ask, and hang up', async () => {
    const seen: string[] = [];
    const { alice, board } = await setting({
      peers: {
        610: async (call) => {
          seen.push(call.invite.callerUri, call.invite.header('Subject') ?? '');
          call.ring(182);
          void call.answer().catch(() => undefined);
          await until(() => call.status === 'active');
          seen.push(String(await call.request('INFO', 'text/plain', 'hello')));
          call.hangup();
        },
        601: undefined,
      },
    });
    assert.equal((await alice.nextResponse(await dial(alice, '601'))).status, 404);
    const request = alice.request('INVITE', 'sip:610@cadran.test', SDP, OFFER);
    request.headers.add('Subject', 'test');
    const invite = await alice.submit(request);
    assert.equal((await alice.nextResponse(invite, false)).status, 182);
    const response = await alice.nextResponse(invite);
    alice.send(alice.inDialog('ACK', invite, response));
    const info = await alice.nextRequest('INFO');
    assert.equal(info.body, 'hello');
    alice.respond(info, 200);
    alice.respond(await alice.nextRequest('BYE'), 200);
    assert.deepEqual(await board.peers.latest('610')?.ended, { by: 'peer' });
    assert.deepEqual(seen, ['sip:alice@cadran.test', 'test', '200']);
  });

  test('that fail leave no call open', async () => {
    const { alice } = await setting({
      peers: {
        610: () => {
          throw new Error('broken script');
        },
      },
    });
    assert.equal((await alice.nextResponse(await dial(alice, '610'))).status, 500);
  });

  test('whose call ends under them are told so', async () => {
    let told: unknown;
    const { alice } = await setting({
      peers: {
        610: async (call) => {
          call.ring();
          await call.wait(60_000).catch((error: unknown) => (told = error));
        },
      },
    });
    const invite = await dial(alice, '610');
    await alice.nextResponse(invite, false);
    alice.send(alice.cancel(invite));
    await alice.nextResponse(invite);
    await until(() => told instanceof Error);
  });
});

test('a 200 is repeated until its ACK comes, and without one the peer hangs up', async () => {
  const clock = new ManualClock();
  const { alice } = await setting({ clock });
  const invite = await dial(alice, '604');
  await alice.nextResponse(invite);
  clock.advance(500);
  const again: SipResponse = await alice.nextResponse(invite);
  assert.equal(again.status, 200);
  clock.advance(32_000);
  await alice.nextRequest('BYE');
});

test('no name is looked up and no packet leaves for another host', async () => {
  const lookups = [mock.method(dns, 'lookup'), mock.method(dns.promises, 'lookup')];
  const send = mock.method(dgram.Socket.prototype, 'send');
  const { alice } = await setting();
  const { invite, response } = await answered(alice, '604');
  const bye = alice.inDialog('BYE', invite, response);
  alice.send(bye);
  await alice.nextResponse(bye);
  const names = lookups.flatMap(({ mock: { calls } }) => calls.map((call) => call.arguments[0]));
  assert.deepEqual(
    names.filter((name) => !isLocal(name)),
    [],
  );
  assert.equal(send.mock.callCount(), 0);
  mock.restoreAll();
});

function isLocal(name: unknown): boolean {
  // The last two bind a socket to every address of this machine.
  return ['127.0.0.1', 'localhost', '0.0.0.0', '::'].includes(String(name));
}

test('closing the switchboard hangs up its peers', async () => {
  const board: Switchboard = await createSwitchboard();
  const alice = await SipClient.registered(board.url, { user: 'alice' });
  await answered(alice, '604');
  await board.close();
  assert.ok(alice.received.some((m) => m.kind === 'request' && m.method === 'BYE'));
  assert.equal(board.peers.latest('604')?.status, 'ended');
  await alice.close();
});
