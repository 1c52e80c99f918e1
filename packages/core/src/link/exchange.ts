import type { Deferred } from '../kernel/deferred.js';
import { createDeferred } from '../kernel/deferred.js';
import { CadranError } from '../kernel/errors.js';
import type { Scope } from '../kernel/scope.js';
import type { LinkPort } from './link-port.js';
import { isPlainData, isRecord, isText } from './plain-data.js';
import { receiveError, sendError } from './sent-error.js';

/** Something told that asks for no answer. */
export type Notice = { readonly tell: string } & Readonly<Record<string, unknown>>;

export interface ExchangeOptions {
  readonly port: LinkPort;
  /** Ends with it: then nothing is heard any more, and what was asked is refused. */
  readonly scope: Scope;
  /** What the other end asks for. What it throws or rejects with is the answer. */
  readonly onAsk: (verb: string, given: readonly unknown[]) => unknown;
  readonly onNotice: (notice: Notice) => void;
}

/** Questions and notices between two ends of a port. Whatever else arrives is dropped. */
export interface Exchange {
  /** Rejects with what the other end rejected with, or with `link/lost` when the exchange ends first. */
  ask(verb: string, ...given: readonly unknown[]): Promise<unknown>;
  tell(tell: string, content?: Readonly<Record<string, unknown>>): void;
  /** The other end was replaced: what it was asked is never answered. */
  lose(): void;
}

/** Questions of the other end that are being answered at once; more than any page asks. */
const MOST_QUESTIONS = 256;

export function createExchange({ port, scope, onAsk, onNotice }: ExchangeOptions): Exchange {
  const asked = new Map<number, Deferred<unknown>>();
  let last = 0;
  let answering = 0;

  function post(message: Readonly<Record<string, unknown>>): void {
    if (!scope.signal.aborted) port.postMessage(message);
  }

  async function answer(id: number, verb: string, given: readonly unknown[]): Promise<void> {
    answering += 1;
    try {
      if (answering > MOST_QUESTIONS) throw new CadranError('link/refused', { detail: 'flooded' });
      post({ answer: id, value: await onAsk(verb, given) });
    } catch (error) {
      post({ answer: id, error: sendError(error) });
    } finally {
      answering -= 1;
    }
  }

  function hear(message: unknown): void {
    if (!isRecord(message) || !isPlainData(message)) return;
    const { ask, verb, given, answer: id, tell } = message;
    if (typeof ask === 'number' && isText(verb, 64) && Array.isArray(given)) {
      void answer(ask, verb, given);
    } else if (typeof id === 'number') {
      const waiting = asked.get(id);
      asked.delete(id);
      if ('error' in message) waiting?.reject(receiveError(message['error']));
      else waiting?.resolve(message['value']);
    } else if (isText(tell, 64)) {
      onNotice(message as Notice);
    }
  }

  port.addEventListener('message', (event) => hear(event.data), { signal: scope.signal });
  port.start?.();
  function lose(): void {
    const lost = new CadranError('link/lost', { retryable: true });
    for (const { reject } of asked.values()) reject(lost);
    asked.clear();
  }
  scope.add(lose);

  return {
    ask(verb, ...given) {
      const question = createDeferred<unknown>();
      if (scope.signal.aborted) question.reject(new CadranError('link/lost', { retryable: true }));
      else {
        last += 1;
        asked.set(last, question);
        post({ ask: last, verb, given });
      }
      return question.promise;
    },
    tell: (tell, content = {}) => post({ ...content, tell }),
    lose,
  };
}
