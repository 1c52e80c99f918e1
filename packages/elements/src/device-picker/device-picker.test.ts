import { CadranError, type DevicesState } from '@cadran/core';
import { createStillPhone, type StillPhone } from '@cadran/core/testing';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';

import '../define/device-picker.js';
import { en } from '../internal/locale/en.js';
import type { CadranDevicePicker } from './device-picker.js';

const devices: DevicesState = {
  permission: 'granted',
  microphones: [
    { id: 'a', label: 'Built-in <b>' },
    { id: 'b', label: 'Headset' },
  ],
  speakers: [{ id: 'c', label: 'Speakers' }],
  microphone: 'b',
  canChooseSpeaker: true,
};

let phone: StillPhone;
let picker: CadranDevicePicker;
let level: ((level: number) => void) | undefined;
let signal: AbortSignal | undefined;

async function draw(state: DevicesState = devices): Promise<void> {
  phone = createStillPhone({ devices: state });
  Object.assign(phone.devices, {
    testMicrophone: (listener: (level: number) => void, options: { signal: AbortSignal }) => {
      level = listener;
      signal = options.signal;
      return Promise.resolve();
    },
  });
  picker = await fixture(html`<cadran-device-picker .phone=${phone}></cadran-device-picker>`);
}

const inside = (selector: string): HTMLElement =>
  picker.shadowRoot?.querySelector(selector) as HTMLElement;
const microphone = (): HTMLSelectElement => inside('#microphone') as HTMLSelectElement;
const said = (): string =>
  inside('.base').querySelector('[part="permission"]')?.textContent.replace(/\s+/g, ' ').trim() ??
  '';
const tests = (): HTMLElement[] => [
  ...(picker.shadowRoot?.querySelectorAll<HTMLElement>('[part="test"]') ?? []),
];

describe('cadran-device-picker', () => {
  it('shows what is chosen and chooses what is picked', async () => {
    await draw();
    expect(microphone().value).to.equal('b');
    expect([...microphone().options].map(({ text }) => text)).to.deep.equal([
      en.systemDefault,
      'Built-in <b>',
      'Headset',
    ]);
    microphone().value = 'a';
    microphone().dispatchEvent(new Event('change'));
    microphone().value = '';
    microphone().dispatchEvent(new Event('change'));
    await waitUntil(() => phone.commands.length === 2);
    expect(phone.commands.map(({ arguments: given }) => given)).to.deep.equal([
      ['microphone', 'a'],
      ['microphone', null],
    ]);
  });

  it('goes back to what is so when a choice fails, and says why', async () => {
    await draw();
    phone.failNext('devices.select', new CadranError('devices/not-found'));
    microphone().value = 'a';
    microphone().dispatchEvent(new Event('change'));
    await waitUntil(() => said() === en['devices/not-found']);
    expect(microphone().value).to.equal('b');
  });

  it('notices that the chosen device was unplugged', async () => {
    await draw();
    phone.show({ devices: { ...devices, microphones: devices.microphones.slice(0, 1) } });
    await picker.updateComplete;
    expect(microphone().value).to.equal('');
    expect(inside('#microphone-below').textContent.trim()).to.equal(en.deviceGone);
  });

  it('asks for the microphone once, and says when it was refused', async () => {
    await draw({ ...devices, permission: 'prompt' });
    expect(said()).to.include(en.permissionNeeded);
    expect(microphone().disabled).to.equal(true);
    expect(picker.matches(':state(ask)')).to.equal(true);
    phone.failNext('devices.requestPermission', new CadranError('media/permission-denied'));
    inside('.ask button').click();
    inside('.ask button').click();
    await waitUntil(() => said().includes(en['media/permission-denied']));
    expect(phone.commands.length).to.equal(1);
  });

  it('shows how loud the microphone is without rendering, and closes it', async () => {
    await draw();
    tests()[0]?.click();
    await waitUntil(() => picker.matches(':state(testing)'));
    const meter = inside('[role="meter"]');
    level?.(0.1);
    const before = Number(meter.getAttribute('aria-valuenow'));
    level?.(1);
    expect(Number(meter.getAttribute('aria-valuenow'))).to.equal(100);
    expect(before).to.be.within(1, 99);
    tests()[0]?.click();
    expect(signal?.aborted).to.equal(true);
    expect(meter.getAttribute('aria-valuenow')).to.equal('0');
  });

  it('closes the microphone when it is taken away', async () => {
    await draw();
    tests()[0]?.click();
    await waitUntil(() => picker.matches(':state(testing)'));
    picker.remove();
    expect(signal?.aborted).to.equal(true);
  });

  it('plays one test at a time', async () => {
    await draw();
    tests()[1]?.click();
    tests()[2]?.click();
    await waitUntil(() => phone.commands.length > 0);
    expect(
      phone.commands.map(({ name, arguments: [kind] }) => `${name} ${String(kind)}`),
    ).to.deep.equal(['devices.test speaker']);
  });
});
