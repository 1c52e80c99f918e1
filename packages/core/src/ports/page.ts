/** How much its person heeds a page. */
export interface Attention {
  readonly visible: boolean;
  readonly focused: boolean;
}

/** The page that shares a phone with other pages of its site. */
export interface PagePort {
  /** The tab, the same before and after a navigation or a reload. */
  readonly tab: string;
  /** How much the page is heeded now. */
  attention(): Attention;
  /** Reports a change of attention, that the page is being left, and that it is back from the browser's cache. Ends with `signal`. */
  watch(
    listener: (change: 'attention' | 'left' | 'back') => void,
    options: { signal: AbortSignal },
  ): void;
}
