import type { Page } from 'puppeteer-core';
import type { SipRequest, SipResponse } from '../src/message/message.js';
import { present } from './present.js';
import type { SipClient } from './sip-client.js';

interface PhoneWindow {
  pc: RTCPeerConnection;
  microphone: MediaStreamTrack;
  audio: HTMLAudioElement;
  sender: RTCRtpSender;
}

const SDP = [['Content-Type', 'application/sdp']] as const;

/** A peer connection in a page, and a SIP client in Node that speaks for it. */
export class BrowserPhone {
  readonly #page: Page;
  readonly #client: SipClient;
  #invite: SipRequest | undefined;
  #accepted: SipResponse | undefined;

  constructor(page: Page, client: SipClient) {
    this.#page = page;
    this.#client = client;
  }

  /** Calls; resolves with the first response that fits, its description applied. */
  async call(uri: string, provisional = false, video = false): Promise<SipResponse> {
    const offer = await this.#newConnection(video);
    this.#invite = await this.#client.submit(this.#client.request('INVITE', uri, SDP, offer));
    const response = await this.#response(this.#invite, provisional);
    if (response.body !== '') await this.#applyAnswer(response.body);
    if (response.status >= 200 && response.status < 300) this.#confirm(response);
    return response;
  }

  async final(): Promise<SipResponse> {
    const response = await this.#response(present(this.#invite), false);
    if (response.status >= 300)
      this.#client.send(this.#client.ackRefusal(present(this.#invite), response));
    return response;
  }

  /** Another offer in the same call; resolves with the description that came back. */
  async reinvite(
    change: {
      direction?: RTCRtpTransceiverDirection;
      iceRestart?: boolean;
      newPage?: boolean;
    } = {},
  ): Promise<string> {
    const offer = change.newPage
      ? await this.#newConnection(false)
      : await this.#page.evaluate(async ({ direction, iceRestart }) => {
          const { pc } = window as unknown as PhoneWindow;
          for (const transceiver of pc.getTransceivers().slice(0, 1)) {
            if (direction !== undefined) transceiver.direction = direction;
          }
          await pc.setLocalDescription(await pc.createOffer({ iceRestart: iceRestart === true }));
          await new Promise<void>((resolve) => {
            const check = (): void => {
              if (pc.iceGatheringState === 'complete') resolve();
            };
            pc.onicegatheringstatechange = check;
            check();
          });
          return pc.localDescription?.sdp ?? '';
        }, change);
    const request = this.inDialog('INVITE', offer);
    request.headers.add('Content-Type', 'application/sdp');
    this.#client.send(request);
    const response = await this.#client.nextResponse(request);
    if (response.status !== 200) throw new Error(`re-INVITE got ${response.status}`);
    await this.#applyAnswer(response.body);
    this.#client.send(this.#client.inDialog('ACK', request, response));
    return response.body;
  }

  /** Answers a re-INVITE that the other side sends. */
  async takeReinvite(): Promise<string> {
    const request = await this.#client.nextRequest('INVITE');
    const answer = await this.#page.evaluate(async (sdp) => {
      const { pc } = window as unknown as PhoneWindow;
      await pc.setRemoteDescription({ type: 'offer', sdp });
      await pc.setLocalDescription();
      return pc.localDescription?.sdp ?? '';
    }, request.body);
    this.#client.respond(request, 200, { body: answer });
    await this.#client.nextRequest('ACK');
    return answer;
  }

  inDialog(method: string, body = ''): SipRequest {
    return this.#client.inDialog(method, present(this.#invite), present(this.#accepted), body);
  }

  /** Resolves with the audio energy that arrived in a stretch of `milliseconds`. */
  energy(milliseconds = 1000): Promise<number> {
    return this.#page.evaluate(async (span) => {
      const { pc } = window as unknown as PhoneWindow;
      const read = async (): Promise<number> => {
        let total = 0;
        (await pc.getStats()).forEach((report: { type: string; totalAudioEnergy?: number }) => {
          if (report.type === 'inbound-rtp') total += report.totalAudioEnergy ?? 0;
        });
        return total;
      };
      const before = await read();
      await new Promise((resolve) => setTimeout(resolve, span));
      return (await read()) - before;
    }, milliseconds);
  }

  /** Whether audio goes by the ICE generation in force; also true where a browser does not say. */
  usesCurrentIce(): Promise<boolean> {
    return this.#page.evaluate(async () => {
      const { pc } = window as unknown as PhoneWindow;
      const reports = new Map<string, Record<string, unknown>>();
      (await pc.getStats()).forEach((report: Record<string, unknown>) => {
        reports.set(String(report['id']), report);
      });
      const all = [...reports.values()];
      const pairs = all.filter(({ type, nominated }) => type === 'candidate-pair' && nominated);
      const current = /^a=ice-ufrag:(.*)$/m.exec(pc.localDescription?.sdp ?? '')?.[1]?.trim();
      const fragments = pairs
        .filter(({ state }) => state === 'succeeded')
        .map((pair) => reports.get(String(pair['localCandidateId']))?.['usernameFragment']);
      return fragments.some((fragment) => fragment === undefined || fragment === current);
    });
  }

  /** Resolves when at least `least` energy arrives in a second; rejects after `timeout`. */
  async hears(least = 0.0005, timeout = 8000): Promise<number> {
    const deadline = Date.now() + timeout;
    for (;;) {
      const energy = await this.energy();
      if (energy >= least) return energy;
      if (Date.now() > deadline) throw new Error(`Heard only ${energy}`);
    }
  }

  async digits(tones: string): Promise<void> {
    await this.#page.evaluate((text) => {
      const { sender } = window as unknown as PhoneWindow;
      sender.dtmf?.insertDTMF(text, 100, 50);
    }, tones);
  }

  async hangup(): Promise<void> {
    const bye = this.inDialog('BYE');
    this.#client.send(bye);
    await this.#client.nextResponse(bye);
    await this.closeMedia();
  }

  async closeMedia(): Promise<void> {
    await this.#page.evaluate(() => {
      const { pc, microphone } = window as unknown as PhoneWindow;
      pc.close();
      microphone.stop();
    });
  }

  #confirm(response: SipResponse): void {
    this.#accepted = response;
    this.#client.send(this.#client.inDialog('ACK', present(this.#invite), response));
  }

  #response(invite: SipRequest, provisional: boolean): Promise<SipResponse> {
    const id = invite.headers.get('Call-ID');
    return this.#client.next(
      (m) =>
        m.kind === 'response' &&
        m.headers.get('Call-ID') === id &&
        m.headers.get('CSeq') === invite.headers.get('CSeq') &&
        (m.status >= 200 || (provisional && m.status > 100)),
      15_000,
    ) as Promise<SipResponse>;
  }

  #newConnection(video: boolean): Promise<string> {
    return this.#page.evaluate(async (withVideo) => {
      const w = window as unknown as PhoneWindow;
      (w as Partial<PhoneWindow>).pc?.close();
      const local = await navigator.mediaDevices.getUserMedia({ audio: true });
      const [microphone] = local.getAudioTracks() as [MediaStreamTrack];
      w.microphone = microphone;
      w.pc = new RTCPeerConnection({ iceServers: [] });
      w.sender = w.pc.addTrack(microphone, local);
      if (withVideo) w.pc.addTransceiver('video');
      w.audio = new Audio();
      w.pc.ontrack = ({ track }) => {
        if (track.kind !== 'audio') return;
        w.audio.srcObject = new MediaStream([track]);
        void w.audio.play();
      };
      await w.pc.setLocalDescription(await w.pc.createOffer());
      await new Promise<void>((resolve) => {
        if (w.pc.iceGatheringState === 'complete') resolve();
        w.pc.onicegatheringstatechange = () => {
          if (w.pc.iceGatheringState === 'complete') resolve();
        };
      });
      return w.pc.localDescription?.sdp ?? '';
    }, video);
  }

  async #applyAnswer(sdp: string): Promise<void> {
    await this.#page.evaluate(async (text) => {
      const { pc } = window as unknown as PhoneWindow;
      if (pc.signalingState === 'have-local-offer') {
        await pc.setRemoteDescription({ type: 'answer', sdp: text });
      }
    }, sdp);
  }
}
