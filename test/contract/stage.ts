import type { Line } from './line.js';

/** What a part of the contract plays on: one world for each test. */
export interface Stage {
  readonly open: (user: string, options?: { password?: string }) => Line;
  readonly openNowhere: () => Line;
  /** Opens a line and registers it. */
  readonly registered: (user: string) => Promise<Line>;
  /** Alice and bob, registered. */
  readonly pair: () => Promise<[Line, Line]>;
  /** Takes the connection of a user's lines away; they find it again by themselves. */
  readonly cut: (user: string) => void;
  /** The page of a line is gone, and with it the connection: nothing is said to anybody. */
  readonly leave: (line: Line) => Promise<void>;
}
