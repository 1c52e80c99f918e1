/** The ways every state is looked at. */
export interface Variant {
  readonly name: string;
  readonly scheme?: 'light' | 'dark';
  readonly forcedColors?: boolean;
  readonly direction?: 'ltr' | 'rtl';
  readonly language?: string;
  /** CSS pixels of every frame, whatever the story says. */
  readonly width?: number;
}

export const variants: readonly Variant[] = [
  { name: 'light' },
  { name: 'dark', scheme: 'dark' },
  { name: 'forced-colors', scheme: 'dark', forcedColors: true },
  { name: 'rtl', direction: 'rtl' },
  { name: 'narrow', width: 240 },
  { name: 'french', language: 'fr' },
];
