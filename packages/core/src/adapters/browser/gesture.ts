/**
 * The events with which a person's gesture begins or, on touch, ends: the ones after which browsers allow sound
 * (HTML §6.4.1, activation triggering input events).
 */
const gestures = ['pointerdown', 'pointerup', 'keydown'] as const;

/** Calls `task` at each gesture anywhere in the page, until `signal` aborts. */
export function onGesture(task: () => void, signal: AbortSignal): void {
  for (const gesture of gestures)
    document.addEventListener(gesture, task, { signal, capture: true, passive: true });
}
