/** Made by `bundle.mjs` at bundling: one of the files in `contenders/`. */
declare module 'contender' {
  export function createContender(): import('./contenders/contender.js').Contender;
}
