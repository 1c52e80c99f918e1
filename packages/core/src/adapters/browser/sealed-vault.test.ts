import { expect } from '@open-wc/testing';
import { deleteDB, openDB } from 'idb';

import { codeOf } from '../../../../../test/support/page/code-of.js';
import type { VaultPort } from '../../ports/vault.js';
import type { Sealed } from './sealed-store.js';
import { createSealedVault } from './sealed-vault.js';
import { tabMarker } from './tab-marker.js';

const account = 'sip:alice@cadran.test';

describe('a sealed vault', () => {
  const open: VaultPort[] = [];
  function vault({ owner = account, place = 'tab' } = {}): VaultPort {
    const marker = place === 'tab' ? tabMarker(owner) : undefined;
    const made = createSealedVault({ account: owner, marker });
    open.push(made);
    return made;
  }
  async function rows(): Promise<Sealed[]> {
    const database = await openDB('cadran-calls');
    const all = (await database.getAll('sealed')) as Sealed[];
    database.close();
    return all;
  }
  async function change(to: (sealed: Sealed) => unknown): Promise<void> {
    const database = await openDB('cadran-calls');
    for (const key of await database.getAllKeys('sealed')) {
      await database.put('sealed', to((await database.get('sealed', key)) as Sealed), key);
    }
    database.close();
  }

  afterEach(async () => {
    for (const each of open.splice(0)) each.close();
    sessionStorage.clear();
    await deleteDB('cadran-calls');
  });

  for (const place of ['tab', 'site'] as const) {
    it(`gives back what the one before left, in its ${place}`, async () => {
      const first = vault({ place });
      expect(await first.open()).to.equal(undefined);
      await first.keep('one');
      await first.keep('two');
      first.close();
      expect(await vault({ place }).open()).to.equal('two');
    });

    it(`gives nothing to another one of its ${place} while the first lives`, async () => {
      const first = vault({ place });
      await first.keep('ours');
      expect(await vault({ place }).open()).to.equal(undefined);
    });

    it(`is gone without a trace once cleared, in its ${place}`, async () => {
      const first = vault({ place });
      await first.keep('secret');
      await first.clear();
      expect(await rows()).to.deep.equal([]);
      expect(sessionStorage.length).to.equal(0);
      first.close();
      expect(await vault({ place }).open()).to.equal(undefined);
    });
  }

  it('of a duplicated tab becomes one of its own', async () => {
    const first = vault();
    await first.keep('first');
    const copy = vault();
    expect(await copy.open()).to.equal(undefined);
    await copy.keep('copy');
    expect((await rows()).length).to.equal(2);
    await copy.clear();
    expect((await rows()).length).to.equal(1);
  });

  it('waits for a page that is just going', async () => {
    const first = vault();
    await first.keep('late');
    const opening = vault().open();
    first.close();
    expect(await opening).to.equal('late');
  });

  it('opens for its account only', async () => {
    const first = vault({ place: 'site' });
    await first.keep('alice');
    first.close();
    const database = await openDB('cadran-calls');
    const [key] = await database.getAllKeys('sealed');
    const stolen: unknown = await database.get('sealed', key ?? '');
    await database.put('sealed', stolen, 'sip:mallory@cadran.test');
    database.close();
    expect(await vault({ owner: 'sip:mallory@cadran.test', place: 'site' }).open()).to.equal(
      undefined,
    );
  });

  it('holds nothing that can be read, under a key that cannot be taken out, with a new vector each time', async () => {
    const first = vault();
    await first.keep('canary');
    const [one] = await rows();
    await first.keep('canary');
    const [two] = await rows();
    expect(new TextDecoder().decode(one?.data)).not.to.include('canary');
    expect(one?.key.extractable).to.equal(false);
    const refused = crypto.subtle.exportKey('raw', one?.key as CryptoKey).then(
      () => 'exported',
      () => 'refused',
    );
    expect(await refused).to.equal('refused');
    expect([...(one?.vector ?? [])]).not.to.deep.equal([...(two?.vector ?? [])]);
  });

  for (const [what, to] of [
    ['another text under the same key', (sealed) => ({ ...sealed, data: new ArrayBuffer(64) })],
    ['no key', ({ vector, data, savedAt }) => ({ vector, data, savedAt })],
    ['a text', () => 'text'],
    ['something too old', (sealed) => ({ ...sealed, savedAt: Date.now() - 61_000 })],
  ] as [string, (sealed: Sealed) => unknown][]) {
    it(`with ${what} in it is empty, and can be filled`, async () => {
      const first = vault();
      await first.keep('good');
      await change(to);
      first.close();
      const second = vault();
      expect(await second.open()).to.equal(undefined);
      await second.keep('better');
      second.close();
      expect(await vault().open()).to.equal('better');
    });
  }

  it('says so where nothing can be kept, and opens empty', async () => {
    (await openDB('cadran-calls', 7)).close();
    const blocked = vault();
    expect(await codeOf(blocked.keep('text'))).to.equal('storage/degraded');
    expect(await blocked.open()).to.equal(undefined);
  });
});
