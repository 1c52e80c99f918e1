import { expect } from '@open-wc/testing';

import { codeOf } from '../../../../../test/support/page/code-of.js';
import { createLazyPart } from '../../kernel/lazy-part.js';
import { createFakeVault } from '../fake/fake-vault.js';
import { canSeal, createLazyVault } from './lazy-vault.js';
import { tabMarker } from './tab-marker.js';

const account = 'sip:alice@cadran.test';

function setUp() {
  const sealed = createFakeVault();
  const failures: Error[] = [];
  let loads = 0;
  const load = async () => {
    loads += 1;
    const failure = failures.shift();
    if (failure) throw failure;
    return { createSealedVault: () => sealed };
  };
  return {
    vault: createLazyVault(account, 'tab', createLazyPart(load)),
    sealed,
    failures,
    loads: () => loads,
  };
}

describe('a vault that is loaded by itself', () => {
  afterEach(() => sessionStorage.clear());

  it('can be had here', () => {
    expect(canSeal()).to.equal(true);
  });

  it('is not asked for where nothing was left and nothing is kept', async () => {
    const { vault, sealed, loads } = setUp();
    sealed.text = 'of another tab';
    expect(await vault.open()).to.equal(undefined);
    await vault.clear();
    vault.close();
    expect(loads()).to.equal(0);
  });

  it('is asked for once there is something to keep, and one time', async () => {
    const { vault, sealed, loads } = setUp();
    await Promise.all([vault.keep('one'), vault.keep('two')]);
    expect([sealed.text, loads()]).to.deep.equal(['two', 1]);
    await vault.clear();
    expect(sealed.text).to.equal(undefined);
  });

  it('gives back what was left for this tab, and lets go of it', async () => {
    const { vault, sealed } = setUp();
    tabMarker(account).write('name');
    sealed.text = 'left';
    expect(await vault.open()).to.equal('left');
    expect(sealed.claimed).to.equal(true);
    vault.close();
    await Promise.resolve();
    expect(sealed.claimed).to.equal(false);
  });

  it('that does not load says so, opens empty, and is asked for again', async () => {
    const { vault, sealed, failures, loads } = setUp();
    tabMarker(account).write('name');
    failures.push(new Error('offline'), new Error('offline'));
    expect(await vault.open()).to.equal(undefined);
    expect(await codeOf(vault.keep('text'))).to.equal('storage/degraded');
    await vault.keep('text');
    expect([sealed.text, loads()]).to.deep.equal(['text', 3]);
  });
});
