/** The next item of a grid for a key, or undefined when the key means nothing there. A list has one column. */
export function rovingIndex(
  key: string,
  {
    index,
    count,
    columns,
    rightToLeft,
  }: {
    index: number;
    count: number;
    columns: number;
    rightToLeft: boolean;
  },
): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const sideways = columns === 1 ? 0 : rightToLeft ? -1 : 1;
  const downwards = columns === count ? 0 : columns;
  const steps = new Map([
    ['ArrowRight', sideways],
    ['ArrowLeft', -sideways],
    ['ArrowDown', downwards],
    ['ArrowUp', -downwards],
  ]);
  const step = steps.get(key);
  if (!step) return undefined;
  const next = index + step;
  return next < 0 || next >= count ? index : next;
}

/** Makes one of the items the one that Tab reaches. */
function setRovingStop(items: readonly HTMLElement[], stop: HTMLElement): void {
  for (const item of items) item.tabIndex = item === stop ? 0 : -1;
}

/** Moves the focus among items by arrow keys, Home and End; true when the key was used. */
export function moveRovingFocus(
  event: KeyboardEvent,
  items: readonly HTMLElement[],
  { columns, rightToLeft }: { columns: number; rightToLeft: boolean },
): boolean {
  const index = items.findIndex(
    (item) => item === event.target || item.contains(event.target as Node),
  );
  if (index < 0 || event.altKey || event.ctrlKey || event.metaKey) return false;
  const next = rovingIndex(event.key, { index, count: items.length, columns, rightToLeft });
  const item = next === undefined ? undefined : items[next];
  if (!item) return false;
  event.preventDefault();
  setRovingStop(items, item);
  item.focus();
  return true;
}
