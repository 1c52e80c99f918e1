import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import type { IncomingRequest } from 'sip.js/lib/core/messages/incoming-request.js';
import { getReasonPhrase } from 'sip.js/lib/core/messages/utils.js';
import { prepareCredentials, transactionTimeout, type CallHost } from './call-host.js';
import type { CallLife } from './call-life.js';
import { cleanText } from './clean-text.js';
import { parseNameAddress } from './codec/name-address.js';
import { isCallable, parseUri } from './codec/uri.js';
import { contactOf, retarget } from './dialog-target.js';
import type { ExtensionSession, OpenExtensions, SharedByExtensions } from './extension-session.js';
import { hangUp } from './hang-up.js';
import { requestInDialog } from './in-dialog-request.js';
import { outcomeOf } from './end-reason.js';
import { rackHeader } from './reliable-response.js';
import { descriptionBody, descriptionOf } from './session-description.js';
import { randomToken } from './random-token.js';
import { replacesValue } from './replaces.js';
import { acceptedInfoTypes, mediaType } from './request-screen.js';
import { timerHeaders, timerOf, type Role } from './session-timer.js';

const shared: SharedByExtensions = {
  ...{ acceptedInfoTypes, cleanText, descriptionBody, descriptionOf, getReasonPhrase, isCallable },
  ...{ mediaType, outcomeOf, parseNameAddress, parseUri, rackHeader, randomToken, replacesValue },
  ...{ timerHeaders, transactionTimeout },
};

/** What extensions ask of the session around them. */
type Surroundings = Pick<ExtensionSession, 'caller' | 'negotiation'>;

/** Milliseconds that a request waits for the part which reads it. */
const loadingTime = 10_000;

/** Milliseconds until a part that did not come is asked for again. */
const retryTime = 30_000;

/**
 * What only a session that is up needs: our offers, INFO, REFER with its reports, and refreshes (RFC 4028). It is a part
 * that is asked for when a call is up, and again when it is needed.
 */
export class SessionExtensions {
  readonly #host: CallHost;
  readonly #session: ExtensionSession;
  #open: OpenExtensions | undefined;
  /** Requests of the far side that came before the part. */
  readonly #waiting = new Set<IncomingRequest>();

  constructor(host: CallHost, call: CallLife, dialog: SessionDialog, around: Surroundings) {
    this.#host = host;
    this.#session = {
      ...{ host, call, dialog, shared },
      ...around,
      hangUp: (cause) => hangUp(host, dialog, cause),
      ready: () => prepareCredentials(host),
      request: (...how) => requestInDialog(dialog, ...how),
      agreed: (message) => this.agreed(message, 'uac'),
    };
  }

  /** What is there of it; undefined before it was loaded. */
  get opened(): OpenExtensions | undefined {
    return this.#open;
  }

  /** Loads it ahead of need, again and again while the call lasts: without it a session that needs refreshes runs out. */
  begin(): void {
    const { host, call } = this.#session;
    if (call.ended) return;
    this.load().catch((error: unknown) => {
      host.note('warn', 'a part for calls that are up could not be loaded', error);
      host.schedule(() => this.begin(), retryTime);
    });
  }

  async load(): Promise<OpenExtensions> {
    const { extensions } = this.#host;
    const { openExtensions } = extensions.now ?? (await extensions.load());
    return (this.#open ??= openExtensions(this.#session));
  }

  /** An INVITE or UPDATE of theirs that we answer with 2xx, or their 2xx to ours. */
  agreed(message: IncomingMessage, role: Role): void {
    const session = this.#session;
    const contact = contactOf(message);
    // sip.js leaves the target of a dialog as it was when it is we who refresh it.
    if (contact) retarget(session.dialog, contact);
    session.timer = timerOf(message, role);
    session.allow = message.getHeader('Allow') ?? session.allow;
    this.#open?.restart();
  }

  receive(request: IncomingRequest): void {
    if (this.#open) {
      this.#open.receive(request);
      return;
    }
    this.#waiting.add(request);
    const refuse = (): void => this.#refuse(request, 480);
    const cancel = this.#session.host.schedule(refuse, loadingTime);
    this.load()
      .then((open) => {
        if (this.#waiting.delete(request)) open.receive(request);
      }, refuse)
      .finally(cancel);
  }

  /** The call is over: what they still ask is answered. */
  close(): void {
    for (const request of this.#waiting) this.#refuse(request, 481);
    // It may still come.
    this.#session.timer = undefined;
    this.#open?.close();
  }

  #refuse(request: IncomingRequest, statusCode: number): void {
    if (this.#waiting.delete(request)) request.reject({ statusCode });
  }
}
