import type { ReactiveControllerHost } from 'lit';

/** When the focused control goes away in an update, the focus goes to the host, or where `elsewhere` puts it, instead of the top of the page. */
export function keepFocus(
  host: ReactiveControllerHost & HTMLElement,
  elsewhere: () => void = () => host.focus({ preventScroll: true }),
): void {
  let focused: Element | null = null;
  host.addController({
    hostUpdate() {
      focused = host.shadowRoot?.activeElement ?? null;
    },
    hostUpdated() {
      if (focused && !host.shadowRoot?.activeElement) elsewhere();
      focused = null;
    },
  });
}
