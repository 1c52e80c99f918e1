import { CadranError } from '../../kernel/errors.js';
import type { ExtensionSession, OpenExtensions } from './extension-session.js';
import { receiveInfo } from './info.js';
import { LocalOffers } from './local-offers.js';
import { sendInDialog } from './send-in-dialog.js';
import { SessionRefresh } from './session-refresh.js';
import { TransferRequests } from './transfer-requests.js';
import { Transfers } from './transfers.js';

/** What only a session that is up needs, of one of them. */
export function openExtensions(session: ExtensionSession): OpenExtensions {
  const ours = new Transfers(session);
  const theirs = new TransferRequests(session);
  const offers = new LocalOffers(session);
  const refresh = new SessionRefresh(session, () => offers.refresh());
  return {
    reinvite: (sdp) => offers.reinvite(sdp),
    refer: (...how) => ours.refer(...how),
    async info(contentType, text) {
      if (!/^[\w.+-]{1,64}\/[\w.+-]{1,64}$/.test(contentType)) {
        throw new CadranError('signaling/malformed', { detail: 'content type' });
      }
      const { content } = session.shared.descriptionBody(text);
      const body = { contentDisposition: 'render', contentType, content };
      await sendInDialog(session, 'INFO', { body });
    },
    receive(request) {
      const { method } = request.message;
      if (method === 'INFO') receiveInfo(session, request);
      else if (method === 'REFER') theirs.onRefer(request);
      else ours.onNotify(request);
    },
    answer: (...how) => theirs.answer(...how),
    report: (...how) => theirs.report(...how),
    restart: () => refresh.restart(),
    close() {
      theirs.close();
      offers.close();
      refresh.stop();
    },
  };
}
