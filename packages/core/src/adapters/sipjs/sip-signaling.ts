import { CadranError, toCadranError } from '../../kernel/errors.js';
import type { Signaling } from '../../ports/signaling.js';
import type { SipSignalingOptions } from './sip-signaling-options.js';
import { SipStack } from './sip-stack.js';

export type { SipSignalingOptions } from './sip-signaling-options.js';

/** Signalling over sip.js's core. Contacts the configured servers and nobody else; nothing is opened before `connect`. */
export function createSipSignaling(options: SipSignalingOptions): Signaling {
  const stack = new SipStack(options);
  const { calls, registrar } = stack;

  return {
    listen: (listener) => stack.facts.listen(listener),
    connect: () => stack.connect(),
    disconnect() {
      stack.transport.disconnect();
      return Promise.resolve();
    },
    register: ({ expires }) => refused('registration/rejected', () => stack.register(expires)),
    unregister: () => refused('registration/rejected', () => registrar.unregister()),
    invite: (id, request) => calls.invite(id, request),
    ring: (id) => calls.incoming(id)?.ring(),
    accept: (id, sdp) =>
      refused('signaling/wrong-state', () => {
        const call = calls.incoming(id);
        if (!call) throw new CadranError('signaling/wrong-state', { detail: 'no such call' });
        return call.accept(sdp);
      }),
    reject: (id, status) => calls.reject(id, status),
    end: (id, cause) => calls.end(id, cause),
    reinvite: (id, sdp) =>
      refused('signaling/wrong-state', async () =>
        (await calls.session(id).extensions.load()).reinvite(sdp),
      ),
    answerOffer: (id, exchange, sdp) => calls.find(id)?.session?.negotiation.answer(exchange, sdp),
    info: (id, contentType, body) =>
      refused('signaling/wrong-state', async () =>
        (await calls.session(id).extensions.load()).info(contentType, body),
      ),
    refer: (id, target, { replaces } = {}) =>
      refused('signaling/wrong-state', async () => {
        const replaced = replaces === undefined ? undefined : calls.dialog(replaces);
        return (await calls.session(id).extensions.load()).refer(target, replaced);
      }),
    resume: (id, record) => stack.resume(id, record),
    answerTransfer: (id, exchange, status) =>
      calls.find(id)?.session?.extensions.opened?.answer(exchange, status),
    reportTransfer: (id, exchange, status) =>
      calls.find(id)?.session?.extensions.opened?.report(exchange, status),
    dispose: () => stack.dispose(),
  };
}

/** Runs a command; whatever it throws or rejects with comes out as a CadranError. */
async function refused<Result>(
  code: 'registration/rejected' | 'signaling/wrong-state',
  command: () => Promise<Result>,
): Promise<Result> {
  try {
    return await command();
  } catch (error) {
    throw toCadranError(error, code);
  }
}
