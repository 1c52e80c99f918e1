import { createFakeDevices } from '../adapters/fake/fake-devices.js';
import type { FakeDevices } from '../adapters/fake/fake-devices.js';
import { createFakeMedia } from '../adapters/fake/fake-media.js';
import type { FakeMedia } from '../adapters/fake/fake-media.js';
import { createFakeSignaling } from '../adapters/fake/fake-signaling.js';
import type { FakeSignaling } from '../adapters/fake/fake-signaling.js';
import { createManualClock, settle } from '../adapters/fake/manual-clock.js';
import type { ManualClock } from '../adapters/fake/manual-clock.js';
import { composePhone } from '../compose-phone.js';
import type { CompositionOptions } from '../compose-phone.js';
import { present } from '../kernel/present.js';
import type { PhoneParts } from '../later.js';
import type { Random } from '../kernel/random.js';
import type { Log } from '../kernel/log.js';
import type { Phone } from '../phone.js';
import type { Signaling } from '../ports/signaling.js';
import type { VaultPort } from '../ports/vault.js';
import { loadedParts } from './loaded-parts.js';

export interface TestPhoneOptions<Wire extends Signaling> extends Partial<CompositionOptions> {
  /** A line of an exchange, or any other signalling; default a fake whose far end is the test. */
  readonly signaling?: Wire;
  readonly media?: FakeMedia;
  readonly devices?: FakeDevices;
  /** Default none: calls end with their phone. */
  readonly vault?: VaultPort;
  /** Default all there from the start. */
  readonly parts?: PhoneParts;
  /** Share one between phones that speak with each other. */
  readonly clock?: ManualClock;
  /** Default a fixed sequence, so that every run of a test is the same. */
  readonly random?: Random;
  readonly log?: Log;
}

export interface TestPhone<Wire extends Signaling = FakeSignaling> {
  readonly phone: Phone;
  readonly signaling: Wire;
  readonly media: FakeMedia;
  readonly devices: FakeDevices;
  readonly clock: ManualClock;
}

/**
 * A real phone on fakes: all that Cadran does to calls, registration and devices, without a server, a microphone or a
 * wait. Resolves when it has connected and registered, where the fakes let it.
 */
export async function createTestPhone<Wire extends Signaling = FakeSignaling>(
  options: TestPhoneOptions<Wire> = {},
): Promise<TestPhone<Wire>> {
  const {
    signaling = createFakeSignaling() as Signaling as Wire,
    media = createFakeMedia(),
    devices = createFakeDevices(),
    clock = createManualClock(),
    random = fixedSequence(),
    log,
    vault,
    parts = loadedParts(),
    account = { uri: 'sip:alice@cadran.test', displayName: 'Alice' },
    ...rest
  } = options;
  const ports = { signaling, media, devices, clock, random, parts, ...present({ log, vault }) };
  const phone = composePhone(ports, { account, ...rest });
  await settle();
  return { phone, signaling, media, devices, clock };
}

/** A linear congruential sequence (Knuth): looks like chance and is always the same. */
function fixedSequence(): Random {
  let value = 1;
  return () => {
    value = (value * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return value / 2 ** 32;
  };
}
