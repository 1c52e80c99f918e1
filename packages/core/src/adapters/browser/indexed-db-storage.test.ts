import { expect } from '@open-wc/testing';
import { deleteDB, openDB } from 'idb';

import { createManualClock, settle } from '../fake/manual-clock.js';
import { createIndexedDbStorage } from './indexed-db-storage.js';

describe('strings kept in the browser', () => {
  const name = 'cadran-test';
  afterEach(() => deleteDB(name));

  it('outlive the storage object', async () => {
    await createIndexedDbStorage({ name }).write('instance', 'urn:uuid:1');
    const later = createIndexedDbStorage({ name });
    expect(await later.read('instance')).to.equal('urn:uuid:1');
    expect(await later.read('never')).to.equal(undefined);
    await later.write('instance', 'urn:uuid:2');
    expect(await createIndexedDbStorage({ name }).read('instance')).to.equal('urn:uuid:2');
  });

  it('do not stand in the way of another page that deletes them, and go on after it', async () => {
    const storage = createIndexedDbStorage({ name });
    await storage.write('key', 'value');
    await deleteDB(name);
    expect(await storage.read('key')).to.equal(undefined);
    await storage.write('key', 'again');
    expect(await storage.read('key')).to.equal('again');
  });

  it('last as long as the page where a newer database is in place', async () => {
    (await openDB(name, 2)).close();
    const storage = createIndexedDbStorage({ name });
    await storage.write('key', 'value');
    expect(await storage.read('key')).to.equal('value');
    expect(await storage.read('other')).to.equal(undefined);
  });

  it('last as long as the page where there is no database', async () => {
    await withoutDatabase(() => {
      throw new DOMException('private window', 'SecurityError');
    });
  });

  it('wait no more than three seconds for a database that never opens', async () => {
    const original = IDBFactory.prototype.open;
    const clock = createManualClock();
    IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
    try {
      const storage = createIndexedDbStorage({ name, clock });
      const writing = storage.write('key', 'value');
      await settle();
      await clock.advance(3_000);
      await writing;
      expect(await storage.read('key')).to.equal('value');
      expect(clock.pending).to.equal(0);
    } finally {
      IDBFactory.prototype.open = original;
    }
  });

  async function withoutDatabase(open: () => never): Promise<void> {
    const original = IDBFactory.prototype.open;
    IDBFactory.prototype.open = open;
    try {
      const storage = createIndexedDbStorage({ name });
      await storage.write('key', 'value');
      expect(await storage.read('key')).to.equal('value');
      expect(await storage.read('other')).to.equal(undefined);
    } finally {
      IDBFactory.prototype.open = original;
    }
  }
});
