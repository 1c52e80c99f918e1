export { createSwitchboard, type Switchboard } from './switchboard.js';
export type { SwitchboardOptions } from './options.js';
export type { UserOptions } from './auth/users.js';
export type { DigestAlgorithm } from './auth/digest.js';
export type { Clock } from './clock.js';
export type { Fault, Interceptor, Passing } from './faults/interceptors.js';
export type { SocketHandle, Sockets } from './faults/sockets.js';
export type { TranscriptEntry } from './log/transcript.js';
export type { Binding } from './registrar/location.js';
export { Headers as SipHeaders } from './message/headers.js';
export type { SipMessage, SipRequest, SipResponse } from './message/message.js';
export type { Peers } from './peers/peers.js';
export type { PeerCallEnd, PeerInvite, PeerScript, ScriptedCall } from './peers/scripted-call.js';
export type { PeerCodec } from './peers/peer-media.js';
export { sequence, tone, type AudioSource } from './peers/audio-source.js';
export { melody } from './peers/melody.js';
export {
  busy,
  earlyMediaThenDecline,
  echo,
  hangsUpAfter,
  music,
  ringsForever,
} from './peers/extensions.js';
