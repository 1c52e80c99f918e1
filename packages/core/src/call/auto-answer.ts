import type { CallContext } from './call-context.js';

/** Milliseconds in which a person can still decline what answers by itself. */
const WARNING_TIME = 2_000;

/**
 * Answers a caller whom the page allows that and a trusted server vouches for (RFC 5373 §5), after a warning in the state.
 * Never beside another call, and never where somebody would be asked for the microphone.
 */
export async function answerByItself(context: CallContext): Promise<void> {
  const { env, table, get, scope, apply } = context;
  const { uri, verified } = get().remote;
  const { parseTarget, answer } = table.verbs;
  const isAllowed = (): boolean =>
    get().status === 'ringing' && table.live().length === 1 && env.microphoneGranted();
  const allowed = env.options.autoAnswer?.map((each) => parseTarget(each, env.account).uri);
  if (!verified || !allowed?.includes(uri) || !isAllowed()) return;
  apply({ type: 'answers-itself', at: env.clock.now() + WARNING_TIME });
  const act = (): void => {
    apply({ type: 'answers-itself', at: undefined });
    if (isAllowed())
      answer(context).catch((error: unknown) => env.note('warn', 'not answered', error));
  };
  scope.add(env.clock.schedule(act, WARNING_TIME));
}
