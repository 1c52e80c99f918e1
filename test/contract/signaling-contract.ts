import { afterEach, beforeEach, describe } from 'node:test';
import type { Signaling } from '../../packages/core/src/ports/signaling.js';
import { describeCalls, describeDevices, describeRegistration } from './call-contract.js';
import { Line } from './line.js';
import { describeResume } from './resume-contract.js';
import { describeDispose, describeInCall, describeRenegotiation } from './session-contract.js';
import type { Stage } from './stage.js';
import { describeTransferRequests } from './transfer-contract.js';

/**
 * A place where the lines of the domain `cadran.test` reach each other. Its users are alice, bob and carol; each has the
 * password `secret`.
 */
export interface SignalingWorld {
  /** A line of a user, not connected yet. Another one of the same user is another device. */
  open(user: string, options?: { password?: string }): Signaling;
  /** A line to a server that is not there. */
  openNowhere(): Signaling;
  /** Takes the connection of a user's lines away; they find it again by themselves. */
  cut(user: string): void;
  close(): Promise<void>;
}

/** Holds an adapter to the port's contract: the same tests for every adapter there is. */
export function describeSignaling(name: string, createWorld: () => Promise<SignalingWorld>): void {
  describe(name, () => {
    let world: SignalingWorld;
    let lines: Line[];

    const keep = (signaling: Signaling): Line => {
      const line = new Line(signaling);
      lines.push(line);
      return line;
    };
    const stage: Stage = {
      open: (user, options) => keep(world.open(user, options)),
      openNowhere: () => keep(world.openNowhere()),
      registered: (user) => stage.open(user).register(),
      pair: () => Promise.all([stage.registered('alice'), stage.registered('bob')]),
      cut: (user) => world.cut(user),
      leave: ({ signaling }) => signaling.disconnect(),
    };

    beforeEach(async () => {
      world = await createWorld();
      lines = [];
    });
    afterEach(async () => {
      await Promise.all(lines.map((line) => line.signaling.dispose()));
      // Facts of the end are on their way when dispose resolves.
      await new Promise((resolve) => setImmediate(resolve));
      for (const line of lines) line.assertEndedOnce();
      await world.close();
    });

    describeRegistration(stage);
    describeCalls(stage);
    describeDevices(stage);
    describeRenegotiation(stage);
    describeInCall(stage);
    describeResume(stage);
    describeTransferRequests(stage);
    describeDispose(stage);
  });
}
