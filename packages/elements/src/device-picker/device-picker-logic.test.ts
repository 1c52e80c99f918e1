import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { DevicesState } from '@cadran/core';

import { deviceChoice, deviceName, meterLevel, pickerStage } from './device-picker-logic.js';

const state: DevicesState = {
  permission: 'granted',
  microphones: [
    { id: 'a', label: 'A' },
    { id: 'b', label: 'B' },
  ],
  speakers: [{ id: 'c', label: 'C' }],
  canChooseSpeaker: true,
};

test('pickerStage asks before it offers a choice', () => {
  assert.equal(pickerStage(state), 'choose');
  assert.equal(pickerStage({ ...state, permission: 'prompt' }), 'ask');
  assert.equal(pickerStage({ ...state, permission: 'denied' }), 'denied');
  assert.equal(pickerStage({ ...state, permission: 'none' }), 'no-media');
  assert.equal(pickerStage({ ...state, permission: 'unknown' }), 'choose');
  assert.equal(
    pickerStage({ ...state, permission: 'unknown', microphones: [{ id: '', label: '' }] }),
    'ask',
  );
});

test('deviceChoice falls back to the default when the chosen device is gone, and says so', () => {
  assert.deepEqual(deviceChoice('microphone', { ...state, microphone: 'b' }), {
    devices: state.microphones,
    chosen: 'b',
    isGone: false,
  });
  assert.deepEqual(deviceChoice('ringer', { ...state, ringer: 'x' }), {
    devices: state.speakers,
    chosen: '',
    isGone: true,
  });
  assert.deepEqual(deviceChoice('speaker', state), {
    devices: state.speakers,
    chosen: '',
    isGone: false,
  });
});

test('deviceChoice leaves out devices without an id', () => {
  assert.deepEqual(
    deviceChoice('speaker', { ...state, speakers: [{ id: '', label: '' }] }).devices,
    [],
  );
});

test('deviceName drops the product number and what must not be shown', () => {
  assert.equal(deviceName('Jabra Evolve2 65 (0b0e:24b8)'), 'Jabra Evolve2 65');
  assert.equal(deviceName('Microphone (Realtek)'), 'Microphone (Realtek)');
  assert.equal(deviceName('a\u202eb'), 'ab');
});

test('meterLevel rises with loudness and stays between 0 and 1', () => {
  const levels = [0, 0.001, 0.01, 0.1, 0.5, 1, 2].map(meterLevel);
  assert.deepEqual(
    levels,
    [...levels].sort((one, other) => one - other),
  );
  assert.equal(levels[0], 0);
  assert.equal(levels.at(-1), 1);
});
