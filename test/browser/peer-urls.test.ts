import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import { latestCall } from '../support/person.js';
import { hearSound } from '../support/sound.js';
import { Stage } from '../support/stage.js';

let stage: Stage;
/** Where every address of the far side leads: whoever asks there was led by it. */
let lure: Server;
const led: string[] = [];

before(async () => {
  stage = await Stage.open({ switchboard: { limits: { maxHeaderLength: 16_384 } } });
  lure = createServer((request, response) => {
    led.push(request.url ?? '');
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end();
  });
  await new Promise<void>((resolve) => lure.listen(0, '127.0.0.1', resolve));
});

afterEach(() => stage.clear());
after(async () => {
  await stage.close();
  lure.closeAllConnections();
  await new Promise((resolve) => lure.close(resolve));
});

/** Headers that carry an address, `@` in them; a telephone somewhere follows each. */
const headers = [
  ['Alert-Info', '<@>'],
  ['Alert-Info', '<@>;info=alert-external;appearance=2'],
  ['Call-Info', '<@>;purpose=icon'],
  ['Call-Info', '<@>;purpose=card'],
  ['Call-Info', '<@>;purpose=info'],
  ['Call-Info', '<@>;purpose=jCard'],
  ['Call-Info', '<@>;purpose=ccmp'],
  ['Call-Info', '<@>;purpose=list-management'],
  ['Call-Info', '<@>;purpose=EmergencyCallData.ProviderInfo'],
  ['Call-Info', '<@>;answer-after=0'],
  ['Error-Info', '<@>'],
  ['Identity', 'abc;info=<@>;alg=ES256;ppt=shaken'],
  ['Identity-Info', '<@>;alg=rsa-sha1'],
  ['Geolocation', '<@>'],
  ['History-Info', '<@>;index=1'],
  ['Diversion', '<@>;reason=unconditional'],
  ['Organization', '@'],
  ['Subject', '@'],
  ['Server', '@'],
  ['User-Agent', '@'],
  ['Warning', '399 x "@"'],
  ['Reason', 'SIP;cause=200;text="@"'],
  ['Content-Location', '@'],
  ['Link', '<@>; rel=preload; as=script'],
  ['Location', '@'],
  ['Refresh', '0; url=@'],
  ['SourceMap', '@'],
  ['Report-To', '{"endpoints":[{"url":"@"}]}'],
  ['X-Avatar', '@'],
  ['X-Screen-Pop', '@'],
  ['X-Icon', '@'],
  ['P-Preferred-Identity', '"@" <@>'],
] as const;

const names = [
  '<img src=@>',
  '<link rel=stylesheet href=@>',
  '<iframe src=@></iframe>',
  '<svg><image href=@ /></svg>',
  '<style>@import url(@)</style>',
  '![x](@)',
  'url(@)',
  '[@](@)',
];

const lines = ['u=@', 'i=@', 'a=icon:@', 'a=url:@'];

test('S4: of forty-four addresses that the far side gives, none is asked for', async () => {
  const url = (index: number): string =>
    `http://127.0.0.1:${(lure.address() as AddressInfo).port}/${index}`;
  let count = 0;
  const baited = (text: string): string => text.replaceAll('@', url((count += 1)));
  const calling = await stage.signIn({ as: 'bob' });
  // Without the policy of its page, which would hide what the telephone asks for.
  const alice = await stage.signIn({ anyServer: true });
  const asked: string[] = [];
  alice.page.on('request', (request) => asked.push(request.url()));
  stage.intercept(({ direction, party, message }) => {
    if (direction !== 'out' || party !== 'alice') return undefined;
    for (const [name, value] of headers) message.headers.add(name, baited(value));
    if (message.kind === 'request') {
      const from = message.headers.get('From') ?? '';
      const name = baited(names.join(' ')).replace(/["\\]/g, '\\$&');
      message.headers.set(
        'From',
        from.replace(/^.*</, () => `"${name}" <`),
      );
    }
    if (message.body.startsWith('v=0')) {
      const [first = '', ...attributes] = lines;
      const session = baited(`\r\n${lines[1]}\r\n${first}\r\n`);
      message.body = message.body
        .replace(/\r\nt=/, () => `${session}t=`)
        .replace(/\r\na=/, () => `\r\n${baited(attributes.slice(1).join('\r\n'))}\r\na=`);
    }
    return { rewrite: message };
  });
  await calling.click('Call Alice');
  await alice.until((state) => latestCall(state)?.status === 'ringing');
  await alice.respond('Answer');
  await Promise.all([hearSound(alice.page), hearSound(calling.page)]);
  await calling.click('Hold');
  await alice.until((state) => latestCall(state)?.remoteHold === true);
  await calling.click('Resume');
  await calling.click('Hang up');
  await alice.until((state) => latestCall(state)?.status === 'ended');
  assert.ok(count >= 44, `${count} addresses`);
  assert.deepEqual(led, []);
  assert.deepEqual(
    asked.filter((each) => each.includes(`:${(lure.address() as AddressInfo).port}/`)),
    [],
  );
  // And the lure works.
  await alice.page.evaluate((address) => fetch(address), url(0));
  assert.deepEqual(led, ['/0']);
});
