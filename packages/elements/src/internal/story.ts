import type { TemplateResult } from 'lit';

/**
 * One state of an element, drawn for the screenshots and held against axe in tests. Each element lists its own in
 * `<name>.stories.ts` as `stories`; they are no part of the package.
 */
export interface Story {
  /** What one should see: `held by them`. */
  readonly name: string;
  /** CSS pixels; 320 unless told. Narrow sheets use 240. */
  readonly width?: number;
  render(): TemplateResult;
  /** Does what properties cannot: types, opens, focuses. Runs once the element has rendered. */
  play?(place: HTMLElement): void | Promise<void>;
}
