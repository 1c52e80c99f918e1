import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { algorithms, digestResponse, hash, type DigestInput } from './digest.js';

/** RFC 2617 §3.5. */
const rfc2617: DigestInput = {
  algorithm: 'MD5',
  session: false,
  ha1: hash('MD5', 'Mufasa:testrealm@host.com:Circle Of Life'),
  nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
  qop: 'auth',
  count: '00000001',
  cnonce: '0a4f113b',
  method: 'GET',
  uri: '/dir/index.html',
  body: '',
};

/** RFC 7616 §3.9.1. */
const rfc7616 = (algorithm: 'MD5' | 'SHA-256'): DigestInput => ({
  ...rfc2617,
  algorithm,
  ha1: hash(algorithm, 'Mufasa:http-auth@example.org:Circle of Life'),
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
});

describe('the digest of the standards', () => {
  test('RFC 2617 §3.5', () => {
    assert.equal(digestResponse(rfc2617), '6629fae49393a05397450978507c4ef1');
  });

  test('RFC 7616 §3.9.1, MD5 and SHA-256', () => {
    assert.equal(digestResponse(rfc7616('MD5')), '8ca523f5e9506fed4657c9700eebdbec');
    assert.equal(
      digestResponse(rfc7616('SHA-256')),
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
    );
  });

  test('RFC 7616 §3.9.2 with its erratum 4897, SHA-512-256', () => {
    assert.equal(
      hash('SHA-512-256', 'Jäsøn Doe:api@example.org'),
      '793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b',
    );
    const response = digestResponse({
      ...rfc2617,
      algorithm: 'SHA-512-256',
      ha1: hash('SHA-512-256', 'Jäsøn Doe:api@example.org:Secret, or not?'),
      nonce: '5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK',
      cnonce: 'NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v',
      uri: '/doe.json',
    });
    assert.equal(response, '3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5');
  });
});

describe('the digest that has no vector in a standard', () => {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const input = rfc7616('SHA-256');
  const request = sha256(`GET:${input.uri}`);
  const { nonce, cnonce } = input;

  test('without qop, RFC 2069', () => {
    const { qop, ...legacy } = input;
    assert.equal(qop, 'auth');
    assert.equal(digestResponse(legacy), sha256(`${input.ha1}:${nonce}:${request}`));
  });

  test('of a session', () => {
    const key = sha256(`${input.ha1}:${nonce}:${cnonce}`);
    assert.equal(
      digestResponse({ ...input, session: true }),
      sha256(`${key}:${nonce}:00000001:${cnonce}:auth:${request}`),
    );
  });

  test('over the body', () => {
    const whole = sha256(`GET:${input.uri}:${sha256('v=0 é')}`);
    assert.equal(
      digestResponse({ ...input, qop: 'auth-int', body: 'v=0 é' }),
      sha256(`${input.ha1}:${nonce}:00000001:${cnonce}:auth-int:${whole}`),
    );
  });
});

describe('the hash functions agree with those of the platform', () => {
  const names = { MD5: 'md5', 'SHA-256': 'sha256', 'SHA-512-256': 'sha512-256' } as const;
  for (const algorithm of algorithms) {
    test(`${algorithm}, at every length around three blocks`, () => {
      for (let length = 0; length <= 400; length += 1) {
        const text = Array.from({ length }, (_, at) => 33 + ((at * 37 + length) % 90));
        const input = String.fromCharCode(...text);
        const expected = createHash(names[algorithm]).update(input).digest('hex');
        assert.equal(hash(algorithm, input), expected, `${length} bytes`);
      }
    });

    test(`${algorithm}, of any text`, () => {
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme', maxLength: 2_000 }), (input) => {
          const expected = createHash(names[algorithm]).update(input).digest('hex');
          assert.equal(hash(algorithm, input), expected);
        }),
        { numRuns: 50 },
      );
    });
  }
});
