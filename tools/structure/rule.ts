import type { Project } from './project.js';

/** Something a rule does not accept, at a place a person can open. */
export interface Problem {
  readonly file: string;
  readonly line?: number;
  readonly text: string;
}

export interface Findings {
  /** How many things the rule looked at. Zero is a failure: a rule that sees nothing guards nothing. */
  readonly looked: number;
  /** What was counted, in words: `imports`, `classes`. */
  readonly what: string;
  readonly problems: readonly Problem[];
  /** A figure worth knowing even when all is well. */
  readonly note?: string;
}

/** One law of the house. */
export interface Rule {
  readonly name: string;
  check(project: Project): Findings;
}
