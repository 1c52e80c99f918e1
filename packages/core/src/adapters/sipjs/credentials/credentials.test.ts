import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { afterEach, describe, test } from 'node:test';

import { LoggerFactory } from 'sip.js/lib/core/log/logger-factory.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';

import { systemClock } from '../../../kernel/clock.js';
import { CadranError } from '../../../kernel/errors.js';
import type { Credentials } from '../../../ports/credentials.js';
import { parseMessage } from '../codec/parse-message.js';
import { parseUri, type SipUri } from '../codec/uri.js';
import { createCredentials, type CredentialsOptions, type SipCredentials } from './credentials.js';

const password: Credentials = { username: 'alice', password: 'secret' };
const cores: UserAgentCore[] = [];

afterEach(() => cores.splice(0).forEach((core) => core.dispose()));

/** A real client of sip.js with our credentials, whose server is the test. */
function createClient(options: Partial<CredentialsOptions> = {}) {
  const sent: string[] = [];
  const outcomes: number[] = [];
  const credentials = createCredentials({
    ...{ source: password, registers: true, clock: systemClock },
    ...options,
  });
  const loggerFactory = new LoggerFactory();
  loggerFactory.builtinEnabled = false;
  const core = new UserAgentCore(
    {
      aor: uriOf('sip:alice@example.org'),
      contact: { pubGruu: undefined, tempGruu: undefined, uri: uriOf('sip:a@x.invalid') },
      displayName: '',
      loggerFactory,
      hackViaTcp: false,
      routeSet: [],
      sipjsId: 'abcde',
      supportedOptionTags: [],
      supportedOptionTagsResponse: [],
      userAgentHeaderFieldValue: 'test',
      viaForceRport: false,
      viaHost: 'x.invalid',
      authenticationFactory: () => credentials.authenticator(),
      transportAccessor: () => ({
        protocol: 'WS',
        send: async (message: string) => void sent.push(message),
      }),
    },
    {},
  );
  cores.push(core);
  return {
    credentials,
    sent,
    outcomes,
    /** Sends a request; the outcome sip.js reports goes to `outcomes`. */
    send(method: string, target = 'sip:example.org', toTag?: string, body?: string) {
      const aor = uriOf('sip:alice@example.org');
      const message = core.makeOutgoingRequestMessage(
        method,
        uriOf(target),
        aor,
        aor,
        toTag === undefined ? {} : { toTag },
        ['X-Test: 1'],
        body === undefined
          ? undefined
          : { contentDisposition: 'session', contentType: 'text/plain', content: body },
      );
      credentials.authorize(message);
      const note = ({
        message: { statusCode = 0 },
      }: {
        message: { statusCode?: number | undefined };
      }): void => {
        outcomes.push(statusCode);
      };
      // Neither has a transaction of its own here.
      if (method !== 'ACK' && method !== 'CANCEL')
        core.request(message, { onAccept: note, onReject: note });
      return message;
    },
    /** Answers the last request. */
    answer(status: number, ...headers: string[]) {
      const kept = (sent.at(-1) ?? '')
        .split('\r\n')
        .filter((line) => /^(?:Via|From|To|Call-ID|CSeq):/.test(line));
      const frame = [`SIP/2.0 ${status} x`, ...kept, ...headers, 'Content-Length: 0', '', ''].join(
        '\r\n',
      );
      const parsed = parseMessage(frame);
      assert.equal(parsed.kind, 'response');
      core.receiveIncomingResponseFromTransport(parsed.message);
    },
    /** The values of a header of the last request. */
    header(name: string): string[] {
      const lines = (sent.at(-1) ?? '').split('\r\n\r\n')[0]?.split('\r\n') ?? [];
      return lines
        .filter((line) => line.startsWith(`${name}: `))
        .map((line) => line.slice(name.length + 2));
    },
  };
}

function uriOf(text: string): SipUri {
  const uri = parseUri(text);
  assert.ok(uri);
  return uri;
}

const challenge = (realm: string, nonce: string, more = 'qop="auth"'): string =>
  `Digest realm="${realm}", nonce="${nonce}", ${more}`;
const www = (...challenges: string[]): string => `WWW-Authenticate: ${challenges.join(', ')}`;
const proxy = (...challenges: string[]): string => `Proxy-Authenticate: ${challenges.join(', ')}`;

/** The parameters of a Digest header, checked the way a server does: by computing the response itself. */
function verify(
  value: string | undefined,
  method: string,
  given: { password?: string; body?: string } = {},
) {
  assert.match(value ?? '', /^Digest /);
  const digest = Object.fromEntries(
    [...(value ?? '').matchAll(/(\w+)=(?:"([^"]*)"|([^,\s]+))/g)].map(([, name, quoted, bare]) => [
      name,
      quoted ?? bare,
    ]),
  ) as Record<string, string>;
  const { algorithm = 'MD5', username, realm, nonce, uri, qop, nc, cnonce, response } = digest;
  const kind = { MD5: 'md5', 'SHA-256': 'sha256', 'SHA-512-256': 'sha512-256' }[
    algorithm.replace('-sess', '')
  ];
  const over = (...parts: (string | undefined)[]): string =>
    createHash(kind ?? '')
      .update(parts.join(':'))
      .digest('hex');
  const simple = over(username, realm, given.password ?? 'secret');
  const key = algorithm.endsWith('-sess') ? over(simple, nonce, cnonce) : simple;
  const entity = qop === 'auth-int' ? [over(given.body)] : [];
  const request = over(method, uri, ...entity);
  const expected = qop ? over(key, nonce, nc, cnonce, qop, request) : over(key, nonce, request);
  assert.equal(response, expected);
  return digest;
}

function failureOf(
  credentials: SipCredentials,
  message: OutgoingRequestMessage,
): string | undefined {
  return credentials.failure(message)?.code;
}

describe('a challenge', () => {
  const variants = [
    ['MD5', 'qop="auth", algorithm=MD5'],
    ['no algorithm', 'qop="auth"'],
    ['no qop', 'opaque="o"'],
    ['MD5-sess', 'qop="auth", algorithm=md5-sess'],
    ['SHA-256', 'qop="auth,auth-int", algorithm=SHA-256'],
    ['SHA-256-sess', 'qop=auth, algorithm=SHA-256-sess'],
    ['SHA-512-256', 'qop="auth", algorithm="SHA-512-256"'],
    ['auth-int', 'qop="auth-int"'],
  ] as const;
  for (const [what, more] of variants) {
    test(`with ${what} is answered`, () => {
      const client = createClient();
      client.send('REGISTER', 'sip:example.org', undefined, 'body é');
      client.answer(401, www(challenge('example.org', 'n1', more)));
      const digest = verify(client.header('Authorization')[0], 'REGISTER', { body: 'body é' });
      assert.equal(digest['uri'], 'sip:example.org');
      assert.equal(client.header('CSeq')[0], '2 REGISTER');
      client.answer(200);
      assert.deepEqual(client.outcomes, [200]);
    });
  }

  test('is chosen by strength, in whatever order and on however many lines it comes', () => {
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      const client = createClient();
      const all = ['MD5', 'SHA-512-256', 'SHA-256'].map((name) =>
        challenge('r', name, `algorithm=${name}, qop="auth"`),
      );
      const [first = '', ...rest] = order.map((index) => all[index] ?? '');
      client.send('REGISTER');
      client.answer(401, www(first), www(...rest));
      assert.equal(
        verify(client.header('Authorization')[0], 'REGISTER')['algorithm'],
        'SHA-512-256',
      );
    }
  });

  test('of a proxy and of the registrar are both answered in one exchange, and counted', () => {
    const client = createClient();
    client.send('REGISTER');
    client.answer(407, proxy(challenge('proxy', 'p1')));
    assert.equal(verify(client.header('Proxy-Authorization')[0], 'REGISTER')['nc'], '00000001');
    client.answer(401, www(challenge('example.org', 'n1')));
    assert.equal(verify(client.header('Authorization')[0], 'REGISTER')['nc'], '00000001');
    assert.equal(verify(client.header('Proxy-Authorization')[0], 'REGISTER')['nc'], '00000002');
    client.answer(200);
    assert.deepEqual(client.outcomes, [200]);
  });

  test('of two realms at once has two answers', () => {
    const client = createClient();
    client.send('REGISTER');
    client.answer(407, proxy(challenge('one', 'a'), challenge('two', 'b')));
    const realms = client
      .header('Proxy-Authorization')
      .map((value) => verify(value, 'REGISTER')['realm']);
    assert.deepEqual(realms.sort(), ['one', 'two']);
    assert.deepEqual(client.header('X-Test'), ['1']);
    client.answer(401, www(challenge('three', 'c')));
    assert.equal(client.header('Proxy-Authorization').length, 2);
    assert.equal(client.header('Authorization').length, 1);
  });

  test('with a stale nonce is answered again, but not for ever', () => {
    const client = createClient();
    const message = client.send('REGISTER');
    for (let round = 0; round < 10; round += 1) {
      client.answer(401, www(challenge('r', `n${round}`, 'qop="auth", stale=true')));
    }
    assert.equal(client.sent.length, 5);
    assert.deepEqual(client.outcomes, [401]);
    assert.equal(failureOf(client.credentials, message), 'signaling/rejected');
  });

  test('that repeats after an answer says that the password is wrong', () => {
    const client = createClient();
    const message = client.send('REGISTER');
    client.answer(401, www(challenge('r', 'n1')));
    client.answer(401, www(challenge('r', 'n2')));
    assert.equal(client.sent.length, 2);
    assert.equal(failureOf(client.credentials, message), 'registration/wrong-password');
  });

  test('that nobody here can answer is left alone', () => {
    for (const line of [
      www('Basic realm="r"'),
      www(challenge('r', 'n', 'algorithm=SHA-1')),
      www(challenge('r', 'n', 'qop="auth-conf"')),
    ]) {
      const client = createClient();
      const message = client.send('REGISTER');
      client.answer(401, line);
      assert.equal(client.sent.length, 1);
      assert.equal(failureOf(client.credentials, message), 'signaling/rejected');
    }
  });

  test('weaker than what the realm offered before is not answered', () => {
    const client = createClient();
    client.send('REGISTER');
    client.answer(401, www(challenge('r', 'n1', 'algorithm=SHA-256, qop="auth"')));
    client.answer(200);
    const weaker = client.send('MESSAGE', 'sip:bob@example.org');
    client.answer(401, www(challenge('r', 'n2', 'algorithm=MD5, qop="auth"')));
    assert.equal(failureOf(client.credentials, weaker), 'signaling/rejected');
    const unprotected = client.send('MESSAGE', 'sip:bob@example.org');
    client.answer(401, www(challenge('r', 'n3', 'algorithm=SHA-256')));
    assert.equal(failureOf(client.credentials, unprotected), 'signaling/rejected');
    assert.equal(client.header('Authorization').length, 0);
  });

  test('can ask for the name hashed', () => {
    const client = createClient();
    client.send('REGISTER');
    client.answer(401, www(challenge('r', 'n1', 'algorithm=SHA-256, qop="auth", userhash=true')));
    const hashed = createHash('sha256').update('alice:r').digest('hex');
    assert.match(
      client.header('Authorization')[0] ?? '',
      new RegExp(`username="${hashed}".*userhash=true`),
    );
  });
});

describe('the realm rule', () => {
  test('a realm that did not ask for a REGISTER gets nothing, whatever it asks for', () => {
    const client = createClient();
    client.send('REGISTER');
    client.answer(401, www(challenge('example.org', 'n1')));
    client.answer(200);
    for (const [method, toTag] of [
      ['INFO', 'tag'],
      ['BYE', 'tag'],
      ['MESSAGE', undefined],
    ] as const) {
      for (const status of [401, 407]) {
        const count = client.sent.length;
        const message = client.send(method, 'sip:mallory@evil.example', toTag);
        const line = challenge('evil.example', 'x');
        client.answer(status, status === 401 ? www(line) : proxy(line));
        assert.equal(client.sent.length, count + 1);
        assert.equal(failureOf(client.credentials, message), 'signaling/foreign-realm');
      }
    }
    assert.doesNotMatch(client.sent.join('\n'), /realm="evil/);
  });

  test('nobody is answered before the registrar asked', () => {
    const client = createClient();
    const message = client.send('MESSAGE', 'sip:bob@example.org');
    client.answer(401, www(challenge('example.org', 'n1')));
    assert.equal(failureOf(client.credentials, message), 'signaling/foreign-realm');
  });

  test('a realm named with the credentials is the only one', () => {
    const client = createClient({ source: { ...password, realm: 'example.org' } });
    const message = client.send('REGISTER');
    client.answer(401, www(challenge('elsewhere', 'n1')));
    assert.equal(failureOf(client.credentials, message), 'signaling/foreign-realm');
    client.send('MESSAGE', 'sip:bob@example.org');
    client.answer(407, proxy(challenge('example.org', 'n1'), challenge('elsewhere', 'n2')));
    assert.equal(client.header('Proxy-Authorization').length, 1);
  });

  test('without registration the first realm of a connection is taken, outside a dialog', () => {
    const client = createClient({ registers: false });
    const inside = client.send('INFO', 'sip:bob@example.org', 'tag');
    client.answer(401, www(challenge('evil', 'n')));
    assert.equal(failureOf(client.credentials, inside), 'signaling/foreign-realm');
    client.send('MESSAGE', 'sip:bob@example.org');
    client.answer(407, proxy(challenge('first', 'n')));
    assert.equal(client.header('Proxy-Authorization').length, 1);
    client.answer(200);
    const second = client.send('MESSAGE', 'sip:bob@example.org');
    client.answer(407, proxy(challenge('second', 'n')));
    assert.equal(failureOf(client.credentials, second), 'signaling/foreign-realm');
    client.credentials.newConnection();
    client.send('MESSAGE', 'sip:bob@example.org');
    assert.equal(client.header('Proxy-Authorization').length, 0);
    client.answer(407, proxy(challenge('second', 'n')));
    assert.equal(client.header('Proxy-Authorization').length, 1);
  });
});

describe('a nonce', () => {
  test('is used again, and counted, before anybody asks', () => {
    const client = createClient();
    client.send('REGISTER');
    client.answer(401, www(challenge('example.org', 'n1')));
    const first = verify(client.header('Authorization')[0], 'REGISTER');
    client.answer(200);
    client.send('REGISTER');
    const second = verify(client.header('Authorization')[0], 'REGISTER');
    assert.deepEqual([first['nc'], second['nc']], ['00000001', '00000002']);
    assert.equal(first['cnonce'], second['cnonce']);
    client.answer(401, www(challenge('example.org', 'n2', 'qop="auth", stale=true')));
    const third = verify(client.header('Authorization')[0], 'REGISTER');
    assert.deepEqual([third['nonce'], third['nc']], ['n2', '00000001']);
    assert.notEqual(third['cnonce'], first['cnonce']);
    client.answer(200);
    assert.deepEqual(client.outcomes, [200, 200]);
  });

  test("of the registrar does not travel to whoever is called, a proxy's does as far as the proxy", () => {
    const client = createClient();
    client.send('REGISTER');
    client.answer(407, proxy(challenge('example.org', 'p1')));
    client.answer(401, www(challenge('example.org', 'n1')));
    client.answer(200);
    client.send('MESSAGE', 'sip:bob@example.org');
    assert.equal(client.header('Authorization').length, 0);
    assert.equal(verify(client.header('Proxy-Authorization')[0], 'MESSAGE')['nc'], '00000003');
  });

  test('is not put where nobody may ask for it', () => {
    const client = createClient();
    client.send('REGISTER');
    client.answer(407, proxy(challenge('example.org', 'p1')));
    for (const method of ['ACK', 'CANCEL']) {
      const message = client.send(method, 'sip:bob@example.org');
      assert.equal(message.hasHeader('Proxy-Authorization'), false);
    }
  });
});

describe('what proves who we are', () => {
  test('can be the hash of the password, for the algorithm it was made with', () => {
    const ha1 = createHash('md5').update('alice:example.org:secret').digest('hex');
    const client = createClient({ source: { username: 'alice', ha1, realm: 'example.org' } });
    client.send('REGISTER');
    const both = ['SHA-256', 'MD5'].map((name) =>
      challenge('example.org', 'n', `algorithm=${name}, qop="auth"`),
    );
    client.answer(401, www(...both));
    assert.equal(verify(client.header('Authorization')[0], 'REGISTER')['algorithm'], 'MD5');
  });

  test('can be a token, which only the registrar and a proxy get to see', () => {
    const client = createClient({ source: { token: 'abc.def-1=' } });
    client.send('REGISTER');
    client.answer(
      401,
      www('Bearer realm="example.org", scope="sip"', challenge('example.org', 'n')),
    );
    assert.deepEqual(client.header('Authorization'), ['Bearer abc.def-1=']);
    client.answer(200);
    const message = client.send('MESSAGE', 'sip:bob@example.org');
    client.answer(401, www('Bearer realm="example.org"'));
    assert.equal(failureOf(client.credentials, message), 'signaling/foreign-realm');
    assert.deepEqual(client.header('Authorization'), []);
    client.send('MESSAGE', 'sip:bob@example.org');
    client.answer(407, proxy('Bearer realm="example.org"'));
    assert.deepEqual(client.header('Proxy-Authorization'), ['Bearer abc.def-1=']);
  });

  test('can be nothing', async () => {
    const client = createClient({ source: undefined });
    await client.credentials.load();
    const message = client.send('REGISTER');
    client.answer(401, www(challenge('r', 'n')));
    assert.equal(failureOf(client.credentials, message), 'registration/no-credentials');
  });

  test('is asked for when it is needed, once at a time, and again after a refusal', async () => {
    const given: Credentials[] = [password, password, { ...password, password: 'other' }];
    let asked = 0;
    const client = createClient({ source: async () => given[Math.min(asked++, 2)] ?? password });
    await Promise.all([client.credentials.load(), client.credentials.load()]);
    assert.equal(asked, 1);
    client.send('REGISTER');
    client.answer(401, www(challenge('r', 'n1')));
    client.answer(401, www(challenge('r', 'n2')));
    assert.equal(await client.credentials.renew(), false, 'the same again');
    assert.equal(await client.credentials.renew(), true);
    client.send('REGISTER');
    client.answer(401, www(challenge('r', 'n3')));
    verify(client.header('Authorization')[0], 'REGISTER', { password: 'other' });
    assert.equal(asked, 3);
  });

  test('that does not come rejects, and may come later', async () => {
    let fails = true;
    const source = async (): Promise<Credentials> => {
      if (fails) throw new Error('no network');
      return password;
    };
    const client = createClient({ source });
    await assert.rejects(client.credentials.load(), {
      code: 'registration/no-credentials',
      retryable: true,
    });
    fails = false;
    await client.credentials.load();
  });

  test('that comes after dispose is not kept', async () => {
    let give: (credentials: Credentials) => void = () => undefined;
    const source = (): Promise<Credentials> => new Promise((resolve) => (give = resolve));
    const client = createClient({ source });
    const ready = client.credentials.load();
    client.credentials.dispose();
    give(password);
    await ready;
    const message = client.send('REGISTER');
    client.answer(401, www(challenge('r', 'n')));
    assert.equal(failureOf(client.credentials, message), 'registration/no-credentials');
  });

  test('can be refused before it is used', async () => {
    const invalid = (error: unknown): boolean =>
      error instanceof CadranError && error.code === 'config/invalid';
    assert.throws(() => createClient({ source: { token: 'a b' } }), invalid);
    assert.throws(() => createClient({ source: { username: 'a\r\nb', password: 'x' } }));
    const client = createClient({ source: async () => ({ token: 'a\r\nb' }) });
    await assert.rejects(client.credentials.load(), { code: 'registration/no-credentials' });
  });

  test('is in no error, and gone after dispose', async () => {
    const client = createClient({ source: async () => password });
    await client.credentials.load();
    const message = client.send('REGISTER');
    client.answer(401, www(challenge('r', 'n1')));
    client.answer(401, www(challenge('r', 'n2')));
    const error = client.credentials.failure(message);
    assert.doesNotMatch(`${error?.stack ?? ''}${JSON.stringify(error)}`, /secret|alice/);
    client.credentials.dispose();
    await client.credentials.load();
    const after = client.send('REGISTER');
    client.answer(401, www(challenge('r', 'n1')));
    assert.equal(failureOf(client.credentials, after), 'registration/no-credentials');
  });
});
