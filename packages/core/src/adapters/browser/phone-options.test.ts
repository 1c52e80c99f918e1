import { expect } from '@open-wc/testing';

import { createPhone } from '../../create-phone.js';
import type { Phone } from '../../phone.js';
import type { PhoneOptions } from '../../phone-options.js';

/** A server that takes every connection and says nothing: the phone is there, and nobody is contacted. */
class SilentWebSocket extends EventTarget {}

const good: PhoneOptions = {
  servers: ['wss://pbx.test/ws'],
  uri: 'sip:alice@cadran.test',
  WebSocket: SilentWebSocket,
};

describe('createPhone in a page', () => {
  let phone: Phone | undefined;
  let asked: MediaStreamConstraints[] = [];
  const configurations: (RTCConfiguration | undefined)[] = [];
  const { getUserMedia } = MediaDevices.prototype;
  const { RTCPeerConnection } = globalThis;

  beforeEach(() => {
    asked = [];
    configurations.length = 0;
    MediaDevices.prototype.getUserMedia = function (constraints = {}) {
      asked.push(constraints);
      return getUserMedia.call(this, constraints);
    };
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        configurations.push(configuration);
      }
    };
  });

  afterEach(async () => {
    MediaDevices.prototype.getUserMedia = getUserMedia;
    globalThis.RTCPeerConnection = RTCPeerConnection;
    await phone?.dispose();
  });

  it('opens the microphone with the processing it was told', async () => {
    phone = createPhone({ ...good, processing: { noiseSuppression: false } });
    await phone.devices.requestPermission();
    expect(asked).to.deep.equal([
      { audio: { echoCancellation: true, noiseSuppression: false, autoGainControl: true } },
    ]);
  });

  it("opens no microphone where the application provides a sound, and keeps off the application's track", async () => {
    const context = new AudioContext();
    const { stream } = context.createMediaStreamDestination();
    phone = createPhone({ ...good, microphone: stream });
    await phone.devices.requestPermission();
    await phone.dispose();
    expect(asked).to.deep.equal([]);
    expect(stream.getAudioTracks()[0]?.readyState).to.equal('live');
    await context.close();
  });

  it('tells the connection which way it may take', async () => {
    phone = createPhone({ ...good, iceTransportPolicy: 'relay' });
    await phone.prepare();
    expect(configurations.map((each) => each?.iceTransportPolicy)).to.deep.equal(['relay']);
    expect(configurations[0]?.iceServers).to.deep.equal([]);
  });
});
