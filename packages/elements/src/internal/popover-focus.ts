/**
 * For the `beforetoggle` of a popover: whoever is inside when it closes goes back to the button that opened it. A browser
 * does so by itself, but not where the popover is in the shadow of an element in the shadow of another.
 */
export function giveFocusBack({ newState, currentTarget }: ToggleEvent): void {
  const popover = currentTarget as HTMLElement;
  if (newState === 'open' || !popover.matches(':focus-within')) return;
  popover.parentElement?.querySelector<HTMLElement>(`[popovertarget="${popover.id}"]`)?.focus();
}
