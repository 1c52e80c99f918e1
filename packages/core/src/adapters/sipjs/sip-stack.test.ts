import { loadedPart } from '../../kernel/lazy-part.js';
import { openKeeping } from './open-keeping.js';
import { openExtensions } from './open-extensions.js';
import { RedirectTargets } from './redirect-targets.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../kernel/clock.js';
import { CadranError } from '../../kernel/errors.js';
import { SipStack } from './sip-stack.js';
import { openWithoutSip } from './transport/open-without-sip.js';
import { ServerMoves } from './transport/server-moves.js';
import type { SipSignalingOptions } from './sip-signaling-options.js';

/** A server that challenges nobody, answers everything with 200 and rings nobody. */
class AgreeableSocket {
  binaryType = '';
  readonly protocol = 'sip';
  readonly bufferedAmount = 0;
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;

  constructor() {
    queueMicrotask(() => this.onopen?.({} as never));
  }

  send(text: string): void {
    if (!/^(?:INVITE|BYE|REGISTER|INFO) /.test(text)) return;
    const [head = '', body = ''] = text.split('\r\n\r\n');
    const copied = head.split('\r\n').filter((line) => /^(?:Via|From|Call-ID|CSeq):/.test(line));
    const to = /^To: .*$/m.exec(head)?.[0] ?? '';
    const type = body ? ['Content-Type: application/sdp'] : [];
    const contact = /^Contact: [^;]*/m.exec(head)?.[0] ?? 'Contact: <sip:peer@peer.invalid>';
    const data = [
      'SIP/2.0 200 OK',
      ...copied,
      /;tag=/.test(to) ? to : `${to};tag=peer`,
      contact.endsWith('>') ? contact : `${contact}>`,
      ...type,
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n');
    queueMicrotask(() => this.onmessage?.({ data } as never));
  }

  close(): void {
    this.onclose = null;
  }
}

function options(more: Partial<SipSignalingOptions> = {}): SipSignalingOptions {
  return {
    servers: ['ws://server.test'],
    uri: 'sip:alice@cadran.test',
    storage: { read: () => Promise.resolve(undefined), write: () => Promise.resolve() },
    clock: systemClock,
    WebSocket: AgreeableSocket,
    keeping: loadedPart({ openKeeping }),
    extensions: loadedPart({ openExtensions, RedirectTargets }),
    serversPart: loadedPart({ ServerMoves, openWithoutSip }),
    ...more,
  };
}

const timers = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

test('a hundred calls leave nothing behind, and dispose leaves nothing at all', async () => {
  const before = timers();
  const stack = new SipStack(options());
  const ended: string[] = [];
  const waiting = new Map<string, () => void>();
  stack.facts.listen((fact) => {
    if (fact.type === 'accepted') stack.calls.find(fact.id)?.end();
    if (fact.type !== 'ended') return;
    ended.push(fact.id);
    waiting.get(fact.id)?.();
  });
  stack.connect();
  await new Promise((resolve) => setImmediate(resolve));
  await stack.register(600);
  for (let number = 0; number < 100; number += 1) {
    const over = new Promise<void>((resolve) => waiting.set(`call-${number}`, resolve));
    stack.calls.invite(`call-${number}`, { target: 'sip:bob@cadran.test', sdp: 'v=0\r\n' });
    await over;
  }
  assert.equal(ended.length, 100);
  assert.equal(stack.engine.dialogs.size, 0, 'no dialog stays after its BYE');
  await stack.dispose();
  const { dialogs, userAgentClients, userAgentServers } = stack.engine;
  assert.deepEqual([dialogs.size, userAgentClients.size, userAgentServers.size], [0, 0, 0]);
  assert.equal(timers(), before);
});

test('a page that came over https asks no server for ws:', async (context) => {
  context.after(() => Reflect.deleteProperty(globalThis, 'location'));
  Object.defineProperty(globalThis, 'location', {
    value: new URL('https://cadran.test/'),
    configurable: true,
  });
  const stack = new SipStack(options({ servers: ['ws://server.test'] }));
  const told = new Promise((resolve) => stack.facts.listen(resolve));
  stack.connect();
  const connection = { status: 'offline', reason: 'connection/insecure' };
  assert.deepEqual(await told, { type: 'connection', connection });
  await stack.dispose();
});

test('an address that is none is refused at once, and so is a control character in a name', () => {
  const refused = (more: Partial<SipSignalingOptions>): string => {
    try {
      new SipStack(options(more));
    } catch (error) {
      return error instanceof CadranError ? error.code : String(error);
    }
    return 'taken';
  };
  for (const uri of ['alice', 'tel:+33', 'sip:cadran.test', 'sip:a b@c', '']) {
    assert.equal(refused({ uri }), 'config/invalid', uri);
  }
  assert.equal(refused({ displayName: 'Eve"\r\nX-Evil: 1' }), 'signaling/malformed');
  assert.equal(refused({ userAgent: 'x\nY: z' }), 'signaling/malformed');
  assert.equal(refused({ displayName: 'Eve "the" \\ Müller' }), 'taken');
});
