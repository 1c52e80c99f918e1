/** Made by `sheet-server.ts` at bundling: what each element's `<name>.stories.ts` exports. */
declare module 'stories' {
  export const storiesByElement: Readonly<
    Record<string, readonly import('../../packages/elements/src/internal/story.js').Story[]>
  >;
}
