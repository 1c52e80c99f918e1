import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createSwitchboard, type Switchboard } from '../index.js';
import { BrowserPhone } from '../../test/browser-phone.js';
import {
  type Browser,
  findChromium,
  findFirefox,
  launchChromium,
  launchFirefox,
  openPage,
} from '../../test/browser.js';
import { SipClient } from '../../test/sip-client.js';
import { until } from '../../test/until.js';

const chromium = findChromium();
const firefox = findFirefox();

// Side by side, for a call is mostly waiting; within a browser one after the other.
describe('scripted peers', { concurrency: true }, () => {
  suite('Chromium', chromium === undefined ? undefined : () => launchChromium(chromium));
  suite(
    'Chromium with loopback addresses',
    chromium === undefined
      ? undefined
      : () => launchChromium(chromium, ['--allow-loopback-in-peer-connection']),
  );
  suite('Firefox', firefox === undefined ? undefined : () => launchFirefox(firefox));
});

function suite(name: string, launch: (() => Promise<Browser>) | undefined): void {
  const skip = launch === undefined ? `${name} is not installed` : false;
  describe(`with ${name}`, { skip, concurrency: 1 }, () => {
    let browser: Browser;
    let board: Switchboard;
    let client: SipClient;
    let opened: Awaited<ReturnType<typeof openPage>>;
    let phone: BrowserPhone;

    before(async () => {
      board = await createSwitchboard();
      browser = await launch!();
      opened = await openPage(browser);
      client = await SipClient.registered(board.url, { user: 'alice' });
      phone = new BrowserPhone(opened.page, client);
    });
    after(async () => {
      await client.close();
      await opened.close();
      await browser.close();
      await board.close();
    });

    test('600 sends back what the microphone hears, through hold and resume', async () => {
      assert.equal((await phone.call('sip:600@cadran.test', false, true)).status, 200);
      await phone.hears();
      const held = await phone.reinvite({ direction: 'sendonly' });
      assert.match(held, /^a=recvonly/m);
      assert.deepEqual(board.peers.latest('600')?.held, { byCaller: true, byPeer: false });
      await until(async () => (await phone.energy(300)) < 0.00001);
      assert.match(await phone.reinvite({ direction: 'sendrecv' }), /^a=sendrecv/m);
      await phone.hears();
      await phone.hangup();
      assert.deepEqual(await board.peers.latest('600')?.ended, { by: 'caller' });
    });

    test('600 goes on after an ICE restart and after another page took the call', async () => {
      const { body } = await phone.call('sip:600@cadran.test');
      await phone.hears();
      const restarted = await phone.reinvite({ iceRestart: true });
      // RFC 8839 §4.4.3.1.1: the answer to a restart restarts as well.
      assert.notEqual(iceFragment(restarted), iceFragment(body));
      await until(() => phone.usesCurrentIce());
      await phone.hears();
      await phone.reinvite({ newPage: true });
      await phone.hears();
      await phone.hangup();
    });

    test('603 plays before it answers, and then declines', async () => {
      const early = await phone.call('sip:603@cadran.test', true);
      assert.equal(early.status, 183);
      await phone.hears();
      assert.equal((await phone.final()).status, 603);
      await phone.closeMedia();
    });

    test('604 plays music, holds the caller and lets go', async () => {
      await phone.call('sip:604@cadran.test');
      await phone.hears();
      const call = board.peers.latest('604')!;
      const [answer] = await Promise.all([phone.takeReinvite(), call.hold(true)]);
      assert.match(answer, /^a=recvonly/m);
      assert.deepEqual(call.held, { byCaller: false, byPeer: true });
      const [again] = await Promise.all([phone.takeReinvite(), call.hold(false)]);
      assert.match(again, /^a=sendrecv/m);
      await phone.hears();
      await phone.hangup();
    });

    test('digits arrive by RFC 4733 and by INFO', async () => {
      await phone.call('sip:604@cadran.test');
      await phone.hears();
      const call = board.peers.latest('604')!;
      await phone.digits('12#A');
      await until(() => call.heard.digits === '12#A');
      const info = phone.inDialog('INFO', 'Signal=7\r\nDuration=160\r\n');
      info.headers.add('Content-Type', 'application/dtmf-relay');
      client.send(info);
      assert.equal((await client.nextResponse(info)).status, 200);
      assert.equal(call.heard.digits, '12#A7');
      await phone.hangup();
    });
  });
}

function iceFragment(sdp: string): string | undefined {
  return /^a=ice-ufrag:(.*)$/m.exec(sdp)?.[1]?.trim();
}
