import type { Attention, PagePort } from '../../ports/page.js';

const TAB_KEY = 'cadran-tab';

/**
 * This page: whether its person heeds it, and its coming and going. It is told by `pagehide` and `pageshow` alone: a page
 * that listens to `unload` is kept out of the browser's cache, and slows down every step back.
 */
export function createBrowserPage(): PagePort {
  return {
    tab: tabName(),
    attention,
    watch(listener, { signal }) {
      const heed = (): void => listener('attention');
      window.addEventListener('focus', heed, { signal });
      window.addEventListener('blur', heed, { signal });
      document.addEventListener('visibilitychange', heed, { signal });
      window.addEventListener('pagehide', () => listener('left'), { signal });
      window.addEventListener('pageshow', ({ persisted }) => persisted && listener('back'), {
        signal,
      });
    },
  };
}

function attention(): Attention {
  return { visible: document.visibilityState === 'visible', focused: document.hasFocus() };
}

/** Kept by the tab through navigations; a page without storage is a tab of its own. */
function tabName(): string {
  const fresh = crypto.getRandomValues(new Uint32Array(2)).join('-');
  try {
    const known = sessionStorage.getItem(TAB_KEY);
    if (known) return known;
    sessionStorage.setItem(TAB_KEY, fresh);
  } catch {
    // Storage is off: nothing else names a tab.
  }
  return fresh;
}
