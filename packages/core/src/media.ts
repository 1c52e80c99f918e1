export { createBrowserMedia } from './adapters/browser/browser-media.js';
export type { BrowserMedia, BrowserMediaOptions } from './adapters/browser/browser-media.js';
