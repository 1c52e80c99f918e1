import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';

/**
 * Stops repeating a 200 that was acknowledged. sip.js lets the timer run out by itself, up to 4 s later, and has one
 * place for it: the 200 to a second re-INVITE within that time takes the place, and the first timer, which nobody can
 * reach any more, takes the second ACK that is awaited for its own and runs for ever.
 */
export function stopRepeatingAnswer(dialog: SessionDialog): void {
  const held = dialog as unknown as AnswerTimer;
  clearTimeout(held.invite2xxTimer);
  held.invite2xxTimer = undefined;
}

interface AnswerTimer {
  invite2xxTimer: ReturnType<typeof setTimeout> | undefined;
}
