import { CadranError } from '../kernel/errors.js';
import type { ErrorCode } from '../kernel/errors.js';
import type { MediaFact } from '../ports/media.js';
import type { CallContext, CallTable, InCallVerbs } from './call-context.js';
import { isOver } from './call-context.js';
import { failCall } from './end.js';
import { withInCall } from './in-call.js';
import { isMendable, lacksMicrophone } from './microphone.js';

/** What media says of a call; what mends sound is in the part for calls that are up. */
export function heardMedia(table: CallTable, fact: MediaFact): void {
  const { warnings, moves } = table.env;
  if (fact.type === 'playback-blocked') {
    if (fact.blocked) warnings.raise('media/playback-blocked');
    else warnings.clear('media/playback-blocked');
    return;
  }
  const context = table.find(fact.id);
  if (!context || isOver(context)) return;
  if (fact.type === 'page' || fact.type === 'page-gone') {
    moves?.heardPage(context, fact);
    return;
  }
  context.apply(fact);
  if (fact.type === 'failed') failed(context, fact.code);
  else if (fact.type !== 'media') return;
  else if (fact.status === 'connected') isHeard(context);
  else mend(context, (it) => it.mendSound(context));
}

/** The server is back: each call that is up says where we are now. What the call was (held, muted) it still is. */
export function refreshCalls(table: CallTable): void {
  for (const context of table.live()) mend(context, (it) => it.refreshCall(context));
}

function isHeard({ env, wire, id }: CallContext): void {
  wire.hadSound = true;
  wire.cancelRepair?.();
  env.warnings.clear('media/failed', id);
}

function failed(context: CallContext, code: ErrorCode): void {
  if (isMendable(code)) lacksMicrophone(context, code);
  else if (context.wire.hadSound && context.get().status === 'active') {
    mend(
      context,
      (it) => it.replaceSound(context, code),
      () => failCall(context, new CadranError(code)),
    );
  } else failCall(context, new CadranError(code));
}

function mend(
  context: CallContext,
  act: (verbs: InCallVerbs) => void,
  otherwise?: () => void,
): void {
  const unlessOver = async (verbs: InCallVerbs): Promise<void> => {
    if (!isOver(context)) act(verbs);
  };
  withInCall(context, 'media/failed', unlessOver).catch((error: unknown) => {
    context.env.note('warn', 'sound was not mended', error);
    otherwise?.();
  });
}
