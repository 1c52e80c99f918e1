import type { OpenTransfers, TransferSession } from './transfer-session.js';
import { TransferRequests } from './transfer-requests.js';
import { Transfers } from './transfers.js';

/** Transfers of one call, in both directions. */
export function openTransfers(session: TransferSession): OpenTransfers {
  const ours = new Transfers(session);
  const theirs = new TransferRequests(session);
  return {
    refer: (...how) => ours.refer(...how),
    onNotify: (request) => ours.onNotify(request),
    onRefer: (request) => theirs.onRefer(request),
    answer: (...how) => theirs.answer(...how),
    report: (...how) => theirs.report(...how),
    close: () => theirs.close(),
  };
}
