/** What moves the sound of calls between pages: homes that pages share bring it along. */
export { soundMoves } from './call/keep.js';
