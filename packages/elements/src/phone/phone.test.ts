import { CadranError, type Phone, type PhoneOptions } from '@cadran/core';
import { createStillPhone, type StillPhone } from '@cadran/core/testing';
import { expect, fixture, html, aTimeout, oneEvent, waitUntil } from '@open-wc/testing';

import '../define/phone.js';
import type { CadranPhone } from './phone.js';

interface Made {
  readonly options: PhoneOptions;
  readonly phone: StillPhone;
}

let made: Made[];
const create = (options: PhoneOptions): Phone => {
  const phone = createStillPhone();
  made.push({ options, phone });
  return phone;
};
const isDisposed = ({ phone }: Made): boolean =>
  phone.commands.some(({ name }) => name === 'dispose');
const reasonOf = ({ offered }: CadranPhone) => offered?.state.get().connection.reason;

const realFetch = window.fetch;
let asked: { url: string; init: RequestInit | undefined }[];
function answer(...answers: (() => Response)[]): void {
  window.fetch = (url, init) => {
    asked.push({ url: url instanceof Request ? url.url : url.toString(), init });
    const next = answers.length > 1 ? answers.shift() : answers[0];
    return next ? Promise.resolve(next()) : Promise.reject(new TypeError('no network'));
  };
}

beforeEach(() => {
  made = [];
  asked = [];
});
afterEach(() => {
  window.fetch = realFetch;
});

const attributes = (): Promise<CadranPhone> =>
  fixture<CadranPhone>(
    html`<cadran-phone
      server="wss://a.example.org wss://b.example.org"
      uri="sip:alice@example.org"
      display-name="Alice"
      .create=${create}
    ></cadran-phone>`,
  );

describe('cadran-phone made from attributes', () => {
  it('makes a phone of them', async () => {
    const line = await attributes();
    expect(made.map(({ options }) => options)).to.deep.equal([
      {
        servers: ['wss://a.example.org', 'wss://b.example.org'],
        uri: 'sip:alice@example.org',
        displayName: 'Alice',
      },
    ]);
    expect(line.phone).to.equal(made[0]?.phone);
  });

  it('makes another when they change, and only when they do', async () => {
    const line = await attributes();
    line.setAttribute('uri', 'sip:alice@example.org');
    line.options = {};
    await line.updateComplete;
    expect(made.length).to.equal(1);
    line.uri = 'sip:bob@example.org';
    line.noRegister = true;
    line.credentials = { username: 'bob', password: 'secret' };
    await line.updateComplete;
    expect(made.length).to.equal(2);
    expect(made[1]?.options).to.deep.include({ uri: 'sip:bob@example.org', register: false });
    expect(isDisposed(made[0]!)).to.equal(true);
  });

  it('lets running calls end first', async () => {
    const line = await attributes();
    const call = { id: 'a', status: 'active' } as never;
    made[0]?.phone.show({ calls: { a: call }, order: ['a'] });
    line.uri = 'sip:bob@example.org';
    await line.updateComplete;
    expect(made.length).to.equal(1);
    made[0]?.phone.show({ calls: {}, order: [] });
    await waitUntil(() => made.length === 2);
    expect(made[1]?.options.uri).to.equal('sip:bob@example.org');
  });

  it('keeps its phone while it moves, and ends it when it goes', async () => {
    const line = await attributes();
    const other = document.createElement('div');
    line.parentElement?.append(other);
    other.append(line);
    await aTimeout(0);
    expect(line.phone).to.equal(made[0]?.phone);
    expect(isDisposed(made[0]!)).to.equal(false);
    line.remove();
    await waitUntil(() => isDisposed(made[0]!));
    expect(line.phone).to.equal(undefined);
    other.append(line);
    await waitUntil(() => made.length === 2);
    expect(line.phone).to.equal(made[1]?.phone);
  });

  it('says that it is not set up when something is missing', async () => {
    const line = await fixture<CadranPhone>(
      html`<cadran-phone uri="sip:a@b" .create=${create}></cadran-phone>`,
    );
    expect(line.phone).to.equal(undefined);
    expect(reasonOf(line)).to.equal('config/invalid');
    const error: unknown = await line.offered?.dial('600').catch((reason: unknown) => reason);
    expect(error).to.have.property('code', 'config/invalid');
  });

  it('passes on why a phone could not be made', async () => {
    const line = await fixture<CadranPhone>(
      html`<cadran-phone
        server="nonsense"
        uri="sip:a@b"
        .create=${() => {
          throw new CadranError('connection/invalid-url');
        }}
      ></cadran-phone>`,
    );
    expect(reasonOf(line)).to.equal('connection/invalid-url');
  });
});

describe('cadran-phone given a phone', () => {
  it('offers it, says so, and never ends it', async () => {
    const line = await attributes();
    const given = createStillPhone();
    setTimeout(() => (line.phone = given));
    const event = await oneEvent(line, 'cadran-phone-ready');
    expect(event.bubbles).to.equal(false);
    expect(line.phone).to.equal(given);
    expect(line.offered).to.equal(given);
    expect(isDisposed(made[0]!)).to.equal(true);
    line.remove();
    await aTimeout(0);
    expect(given.commands).to.deep.equal([]);
  });
});

describe('cadran-phone made from a config URL', () => {
  const config = { servers: ['wss://pbx.example.org'], uri: 'sip:alice@example.org' };
  const good = () => new Response(JSON.stringify({ ...config, credentials: { token: 't' } }));
  const configured = (url = '/phone/config') =>
    fixture<CadranPhone>(
      html`<cadran-phone config=${url} display-name="A." .create=${create}></cadran-phone>`,
    );

  it('asks its own origin, and lets attributes win', async () => {
    answer(good);
    const line = await configured();
    expect(line.offered?.state.get().connection.status).to.equal('connecting');
    await waitUntil(() => made.length === 1);
    expect(made[0]?.options).to.deep.equal({
      ...config,
      displayName: 'A.',
      credentials: { token: 't' },
    });
    expect(asked[0]?.url).to.equal(new URL('/phone/config', location.href).href);
    expect(asked[0]?.init).to.include({ mode: 'same-origin', cache: 'no-store' });
  });

  for (const url of [
    'https://example.org/config',
    '//example.org/config',
    'data:application/json,{}',
    'http://[',
  ]) {
    it(`refuses ${url} and asks nobody`, async () => {
      answer(good);
      const line = await configured(url);
      await waitUntil(() => reasonOf(line) === 'config/invalid');
      expect(asked).to.deep.equal([]);
    });
  }

  it('says what is wrong with an answer, and does not ask again', async () => {
    answer(() => new Response('<!doctype html>'));
    const line = await configured();
    await waitUntil(() => reasonOf(line) === 'config/invalid');
    expect(asked.length).to.equal(1);
  });

  it('stops reading an answer that does not end', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(16_384).fill(32));
      },
    });
    answer(() => new Response(endless));
    const line = await configured();
    await waitUntil(() => reasonOf(line) === 'config/invalid');
    expect(sent).to.be.below(20);
  });

  it('says that it cannot reach it, and asks again when the network is back', async () => {
    answer(() => new Response('', { status: 503 }), good);
    const line = await configured();
    await waitUntil(() => reasonOf(line) === 'config/unreachable');
    expect(made.length).to.equal(0);
    window.dispatchEvent(new Event('online'));
    await waitUntil(() => made.length === 1);
    expect(line.phone).to.equal(made[0]?.phone);
  });

  it('asks no more once it is taken away', async () => {
    answer(() => new Response('', { status: 503 }));
    const line = await configured();
    await waitUntil(() => reasonOf(line) === 'config/unreachable');
    line.remove();
    await aTimeout(0);
    window.dispatchEvent(new Event('online'));
    await aTimeout(0);
    expect(asked.length).to.equal(1);
  });
});
