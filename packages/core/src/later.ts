import type { createBrowserMedia } from './adapters/browser/browser-media.js';
import type { createSealedVault } from './adapters/browser/sealed-vault.js';
import type { SipKeepingPart } from './adapters/sipjs/keeping-session.js';
import type { SipExtensionsPart } from './adapters/sipjs/extension-session.js';
import type { ServersPart } from './adapters/sipjs/transport/servers-part.js';
import type { ResumeCalls, InCallVerbs } from './call/call-context.js';
import type { KeepInVault } from './kept-calls.js';
import { createLazyPart } from './kernel/lazy-part.js';
import type { LazyPart } from './kernel/lazy-part.js';

/** What calls need when they are kept over the end of a page, or were. */
export interface KeepingPart {
  readonly keepInVault: KeepInVault;
  readonly resumeCalls: ResumeCalls;
}

/** The parts of a phone that are loaded when they are needed. */
export interface PhoneParts {
  readonly keeping: LazyPart<KeepingPart>;
  readonly inCall: LazyPart<InCallVerbs>;
}

/** The same with what only `createPhone` needs of them, as it chooses the adapters. */
interface PartsWithAdapters extends PhoneParts {
  readonly keeping: LazyPart<
    KeepingPart & SipKeepingPart & { readonly createSealedVault: typeof createSealedVault }
  >;
  readonly inCall: LazyPart<InCallVerbs & SipExtensionsPart>;
  readonly servers: LazyPart<ServersPart>;
}

/**
 * All that is loaded later, one file each, and when; why is in docs/decisions/0050. A failed load is tried again by the
 * next who needs the part.
 */
export function partsLoadedLater(): PartsWithAdapters {
  return {
    /** With the first call that can be kept, and where an engine before this one left some. */
    keeping: createLazyPart(() => import('./keeping-part.js')),
    /** When the first call is up, long before anybody can ask for a transfer or press a key. */
    inCall: createLazyPart(() => import('./in-call-part.js')),
    /** When a phone that has several servers is connected to one of them, or when one refuses it. */
    servers: createLazyPart(() => import('./servers-part.js')),
  };
}

/** As soon as a phone is made in a page: before anybody can dial, and never in a worker or in Node. */
export async function loadSound(): Promise<typeof createBrowserMedia> {
  return (await import('./adapters/browser/browser-media.js')).createBrowserMedia;
}
