import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Wire } from './wire.js';

const contact = 'Contact: <sip:peer@peer.invalid>';

let wire: Wire;
beforeEach(async () => {
  wire = await Wire.connected();
});
afterEach(() => wire.close());

describe('who calls', () => {
  const asserted = [
    contact,
    'P-Asserted-Identity: "Robert" <sip:bob@cadran.test;user=phone>, <tel:+33123456789>',
  ];

  test('is what they say, when no server is trusted', async () => {
    wire.ask('INVITE', { headers: asserted, from: '"Bobby" <sip:+331@x.test>;tag=peer' });
    assert.deepEqual((await wire.line.next('incoming')).remote, {
      uri: 'sip:+331@x.test',
      number: '+331',
      displayName: 'Bobby',
      verified: false,
    });
  });

  test('is what a trusted server says', async () => {
    const trusting = await Wire.connected({ trustIdentity: true });
    trusting.ask('INVITE', { headers: asserted });
    assert.deepEqual((await trusting.line.next('incoming')).remote, {
      uri: 'sip:bob@cadran.test',
      number: '+33123456789',
      displayName: 'Robert',
      verified: true,
    });
    trusting.ask('INVITE', {
      headers: [contact, 'Remote-Party-ID: "Rob" <sip:12@cadran.test>;party=calling;privacy=off'],
    });
    assert.deepEqual((await trusting.line.next('incoming')).remote, {
      uri: 'sip:12@cadran.test',
      number: '12',
      displayName: 'Rob',
      verified: true,
    });
    trusting.drop();
    await trusting.signaling.dispose();
  });

  test('changes in the call when a trusted server says so', async () => {
    const trusting = await Wire.connected({ trustIdentity: true });
    const { id, answer } = await trusting.called();
    trusting.askCallee(answer, 'UPDATE', 2, { headers: asserted });
    await trusting.next('200 UPDATE');
    const { remote } = await trusting.line.next('identity', (fact) => fact.id === id);
    assert.equal(remote.displayName, 'Robert');
    trusting.drop();
    await trusting.signaling.dispose();
  });

  test('cannot write over the screen', async () => {
    const name = `A\u202eB\u2066 <b>${'x'.repeat(3_000)}`;
    wire.ask('INVITE', { from: `"${name}" <sip:bob@x.test>;tag=peer`, headers: [contact] });
    const { remote } = await wire.line.next('incoming');
    assert.equal(remote.displayName?.length, 256);
    assert.match(remote.displayName, /^A B <b>x+$/);
  });

  test('in a name with a control character is not even read', async () => {
    wire.ask('INVITE', { from: '"Bob\u0007" <sip:bob@x.test>;tag=peer', headers: [contact] });
    await wire.next('400 INVITE');
  });
});
