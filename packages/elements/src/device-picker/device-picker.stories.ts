import { CadranError, type DevicesState, type Phone } from '@cadran/core';
import { createStillPhone } from '@cadran/core/testing';
import { html, type TemplateResult } from 'lit';

import type { Story } from '../internal/story.js';
import type { CadranDevicePicker } from './device-picker.js';

const several: DevicesState = {
  permission: 'granted',
  microphones: [
    { id: 'built-in', label: 'Built-in microphone' },
    { id: 'headset', label: 'Jabra Evolve2 65 Mono (0b0e:24b8)' },
  ],
  speakers: [
    { id: 'built-in', label: 'Built-in speakers' },
    { id: 'headset', label: 'Jabra Evolve2 65 Mono (0b0e:24b8)' },
  ],
  microphone: 'headset',
  speaker: 'headset',
  ringer: 'built-in',
  canChooseSpeaker: true,
};
const unasked: DevicesState = {
  permission: 'prompt',
  microphones: [{ id: '', label: '' }],
  speakers: [],
  canChooseSpeaker: true,
};

function picker(devices: DevicesState, extra: Partial<Phone['devices']> = {}): TemplateResult {
  const phone = createStillPhone({ devices });
  return html`<cadran-device-picker
    .phone=${{ ...phone, devices: { ...phone.devices, ...extra } }}
  ></cadran-device-picker>`;
}

async function click(place: HTMLElement, selector: string): Promise<void> {
  const element = place.querySelector('cadran-device-picker') as CadranDevicePicker;
  element.shadowRoot?.querySelector<HTMLElement>(selector)?.click();
  await element.updateComplete;
}

export const stories: readonly Story[] = [
  { name: 'several devices', render: () => picker(several) },
  {
    name: 'one device',
    render: () =>
      picker({
        permission: 'granted',
        microphones: [{ id: 'built-in', label: 'Built-in microphone' }],
        speakers: [{ id: 'built-in', label: 'Built-in speakers' }],
        canChooseSpeaker: true,
      }),
  },
  {
    name: 'level meter moving',
    render: () =>
      picker(several, {
        testMicrophone: async (listener) => listener(0.2),
      }),
    play: (place) => click(place, '[part="test"]'),
  },
  {
    name: 'test tone',
    render: () => picker(several, { test: () => new Promise(() => undefined) }),
    play: (place) => click(place, '.row:nth-of-type(2) [part="test"]'),
  },
  {
    name: 'unplugged in a call',
    render: () => picker({ ...several, microphone: 'gone', speaker: 'gone' }),
  },
  { name: 'permission not asked yet', render: () => picker(unasked) },
  {
    name: 'waiting for the browser’s question',
    render: () => picker(unasked, { requestPermission: () => new Promise(() => undefined) }),
    play: (place) => click(place, '.ask button'),
  },
  { name: 'permission refused', render: () => picker({ ...unasked, permission: 'denied' }) },
  {
    name: 'no microphone',
    render: () =>
      picker(unasked, {
        requestPermission: () => Promise.reject(new CadranError('media/no-microphone')),
      }),
    play: (place) => click(place, '.ask button'),
  },
  {
    name: 'the system chooses the speaker',
    render: () => picker({ ...several, canChooseSpeaker: false }),
  },
  { name: 'no sound in this browser', render: () => picker({ ...unasked, permission: 'none' }) },
  { name: 'no phone', render: () => html`<cadran-device-picker></cadran-device-picker>` },
];
