import { expect } from '@open-wc/testing';

import { createFakeMedia } from '../adapters/fake/fake-media.js';
import { createFakeSignaling } from '../adapters/fake/fake-signaling.js';
import type { FakeSignaling } from '../adapters/fake/fake-signaling.js';
import { createManualClock, settle } from '../adapters/fake/manual-clock.js';
import type { ManualClock } from '../adapters/fake/manual-clock.js';
import { composePhone } from '../compose-phone.js';
import { createScope } from '../kernel/scope.js';
import type { Scope } from '../kernel/scope.js';
import type { Phone } from '../phone.js';
import { connectPhone } from './connect-phone.js';
import { knock } from './knock.js';
import type { LinkPort } from './link-port.js';
import { writeOpening } from './opening.js';
import { createPhoneHome } from './phone-home.js';
import type { PhoneHome } from './phone-home.js';
import { createSwitchPort } from './switch-port.js';

let clock: ManualClock;
let scope: Scope;
let account: string;
let count = 0;

/** A home, and the wires of the phones that it made. */
interface TestHome {
  readonly home: PhoneHome;
  readonly wires: FakeSignaling[];
}

const options = (): { uri: string; servers: string[] } => ({
  uri: account,
  servers: ['ws://pbx.test/ws'],
});

function openHome(): TestHome {
  const wires: FakeSignaling[] = [];
  const home = createPhoneHome({
    clock,
    create(wanted) {
      const signaling = createFakeSignaling();
      wires.push(signaling);
      const { media, devices, ...rest } = wanted;
      if (!media || !devices) throw new Error('a home brings its sound');
      return composePhone(
        { signaling, media, devices, clock },
        { ...rest, account: { uri: account } },
      );
    },
  });
  scope.add(() => void home.dispose());
  return { home, wires };
}

/** A page of the home itself. */
function pageOf({ home }: TestHome): Phone {
  const { port1, port2 } = new MessageChannel();
  home.open(port1);
  port2.postMessage(writeOpening(options()));
  return connectPhone(port2, { account: { uri: account }, media: createFakeMedia() });
}

/** A page in another tab, and the doors that were opened to it. */
function pageElsewhere(): { phone: Phone; doors: LinkPort[] } {
  const port = createSwitchPort();
  const doors: LinkPort[] = [];
  knock({
    account,
    clock,
    scope,
    onOpen(door) {
      doors.push(door);
      port.plug(door, writeOpening(options()));
    },
  });
  return {
    phone: connectPhone(port, { account: { uri: account }, media: createFakeMedia() }),
    doors,
  };
}

/** Messages and locks take turns of their own, and tell nobody that they are done; timers and frames rest in a hidden page. */
async function until(reached: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!reached()) {
    if (performance.now() > deadline) throw new Error('it never came');
    await settle();
  }
}

const isConnected = ({ state }: Phone) => state.get().connection.status === 'connected';
const street = (): BroadcastChannel => {
  const channel = new BroadcastChannel(`cadran ${account}`);
  scope.add(() => channel.close());
  return channel;
};
const said = ({ wires }: TestHome): string[] =>
  wires.flatMap(({ commands }) => commands.map(({ name }) => name));

beforeEach(() => {
  clock = createManualClock();
  scope = createScope();
  account = `sip:home-${(count += 1)}@cadran.test`;
});

afterEach(() => scope.end());

describe('the home of a phone', () => {
  it('is one at a time, and the next one when that is gone', async () => {
    const [one, other] = [openHome(), openHome()];
    await one.home.lead(account);
    let leads = false;
    const next = other.home.lead(account).then(() => (leads = true));
    await settle();
    expect(leads).to.equal(false);
    await one.home.dispose();
    await next;
  });

  it('lets pages of other tabs in, who share the phone', async () => {
    const one = openHome();
    await one.home.lead(account);
    const here = pageOf(one);
    const { phone } = pageElsewhere();
    await until(() => isConnected(here) && isConnected(phone));
    await phone.dial('bob');
    await until(() => here.state.get().order.length === 1);
    expect(one.wires.length).to.equal(1);
  });

  it('is found by a page that came first', async () => {
    const { phone } = pageElsewhere();
    const one = openHome();
    await one.home.lead(account);
    await until(() => isConnected(phone));
  });

  it('hands the phone to one that started later, and says nothing to the far sides', async () => {
    const [older, newer] = [openHome(), openHome()];
    const first = pageOf(older);
    await until(() => isConnected(first));
    const second = pageOf(newer);
    await until(() => isConnected(second));
    expect(said(older)).to.include('disconnect');
    expect(said(older).filter((name) => /unregister|^end|reject/.test(name))).to.deep.equal([]);
    expect(newer.wires.length).to.equal(1);
  });

  it('keeps the phone while a call is being made, and sends pages there meanwhile', async () => {
    const [older, newer] = [openHome(), openHome()];
    const first = pageOf(older);
    await until(() => isConnected(first));
    await first.dial('bob');
    const { port1, port2 } = new MessageChannel();
    const heard: unknown[] = [];
    port2.addEventListener('message', ({ data }) => heard.push(data));
    port2.start();
    newer.home.open(port1);
    port2.postMessage(writeOpening(options()));
    await settle();
    await until(() => {
      void clock.advance(100);
      return heard.length > 0;
    });
    expect(heard).to.deep.equal([{ tell: 'elsewhere' }]);
    expect(said(older)).not.to.include('disconnect');

    const [wire] = older.wires;
    const [id = ''] = first.state.get().order;
    wire?.far.ends(id, 'busy', 486);
    await until(() => said(older).includes('disconnect'));
  });
});

describe('mischief in the neighbourhood of a home', () => {
  it('does not disturb who is in', async () => {
    const one = openHome();
    await one.home.lead(account);
    const { phone, doors } = pageElsewhere();
    await until(() => isConnected(phone));
    const [stranger, witness] = [street(), street()];
    const heard: unknown[] = [];
    stranger.addEventListener('message', ({ data }) => heard.push(data));
    witness.addEventListener('message', ({ data }) => {
      if (data === 'over') witness.postMessage('all is said');
    });
    for (let time = 0; time < 500; time += 1) {
      stranger.postMessage({ cry: 'home' });
      stranger.postMessage({ cry: 'knock', door: 7 });
      stranger.postMessage({ cry: 'knock', door: 'x'.repeat(1_000) });
      stranger.postMessage([null, time]);
      stranger.postMessage('home');
    }
    stranger.postMessage('over');
    await until(() => heard.includes('all is said'));
    expect(heard).to.deep.equal(['all is said'], 'nobody who is in knocks again');
    await phone.dial('bob');
    await until(() => phone.state.get().order.length === 1);
    expect(doors.length).to.equal(1);
  });

  it('opens no more doors than there are tabs, and closes those that nobody enters', async () => {
    const one = openHome();
    await one.home.lead(account);
    const opened: string[] = [];
    const stranger = street();
    const names = Array.from({ length: 300 }, (_, index) => `door-${count}-${index}`);
    for (const name of names) {
      const door = new BroadcastChannel(`cadran ${name}`);
      scope.add(() => door.close());
      door.addEventListener('message', () => opened.push(name));
      stranger.postMessage({ cry: 'knock', door: name });
    }
    await until(() => opened.length >= 128);
    await settle();
    expect(opened.length).to.equal(128);
    await clock.advance(5_000);
    const { phone } = pageElsewhere();
    await until(() => {
      void clock.advance(500);
      return isConnected(phone);
    });
  });

  it('keeps no door open for those who are refused', async () => {
    const one = openHome();
    await one.home.lead(account);
    const stranger = street();
    const refused = new Set<string>();
    const wrong = { open: { ...writeOpening(options()).open, protocol: 99 } };
    for (let index = 0; index < 150; index += 1) {
      const name = `wrong-${count}-${index}`;
      const door = new BroadcastChannel(`cadran ${name}`);
      scope.add(() => door.close());
      door.addEventListener('message', ({ data }) => {
        if ((data as { tell: string }).tell === 'refuse') refused.add(name);
        else door.postMessage(wrong);
      });
      stranger.postMessage({ cry: 'knock', door: name });
      await until(() => refused.has(name));
    }
    const { phone } = pageElsewhere();
    await until(() => isConnected(phone));
  });

  it('gets the phone moved once in a while at most', async () => {
    const one = openHome();
    await one.home.lead(account);
    const stranger = street();
    const here = pageOf(one);
    await until(() => isConnected(here));
    stranger.postMessage({ cry: 'wanted' });
    await until(() => said(one).includes('disconnect'));
    await one.home.lead(account);
    const again = pageOf(one);
    await until(() => isConnected(again));
    for (let time = 0; time < 200; time += 1) stranger.postMessage({ cry: 'wanted' });
    await again.dial('bob');
    await until(() => again.state.get().order.length === 1);
    expect(said(one).filter((name) => name === 'disconnect').length).to.equal(1);
  });
});
