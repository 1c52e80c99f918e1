export type { CallHandle, DeclineOptions, DtmfOptions } from './call/call-handle.js';
export type {
  CallDirection,
  CallEnd,
  CallId,
  CallState,
  CallStatus,
  EndedBy,
  EndReason,
  HoldStatus,
  MediaStatus,
  RemoteParty,
  TransferRequestState,
  TransferRequestStatus,
  TransferState,
  TransferStatus,
} from './call/call-state.js';
export type { KeptCall } from './call/kept-call.js';
export {
  activeCall,
  allCalls,
  currentCall,
  heldCalls,
  incomingCalls,
  isLive,
  isRingingHere,
  liveCalls,
} from './call/select.js';
export type { CallBook } from './call/select.js';
export type { TransferRequestsHandle } from './call/transfer-requests-handle.js';
export { composePhone } from './compose-phone.js';
export type { CompositionOptions, PhonePorts } from './compose-phone.js';
export { createPhone } from './create-phone.js';
export { createSharedPhone } from './create-shared-phone.js';
export type { SharedPhoneOptions } from './create-shared-phone.js';
export type { PhoneParts } from './later.js';
export { connectPhone } from './link/connect-phone.js';
export type { ConnectOptions } from './link/connect-phone.js';
export { findPhone, offerPhone } from './link/frames.js';
export type { FindOptions, FrameWindow, OfferOptions as OfferPhoneOptions } from './link/frames.js';
export type { LinkPort } from './link/link-port.js';
export { servePhone } from './link/serve-phone.js';
export type { ServeOptions } from './link/serve-phone.js';
export type { Attention, PagePort } from './ports/page.js';
export { isConnected } from './connection/connection-state.js';
export type { ConnectionState, ConnectionStatus } from './connection/connection-state.js';
export type { DevicesHandle } from './devices/devices-handle.js';
export type { Device, DevicesState, PermissionStatus } from './devices/devices-state.js';
export type { Clock } from './kernel/clock.js';
export { CadranError } from './kernel/errors.js';
export type { CadranErrorOptions, ErrorCode, SipOutcome } from './kernel/errors.js';
export type { Log, LogEntry, LogLevel } from './kernel/log.js';
export type { Random } from './kernel/random.js';
export type { ReadableStore } from './kernel/store.js';
export type { DialOptions, Phone } from './phone.js';
export type {
  Credentials,
  CredentialsSource,
  IceServer,
  PhoneOptions,
  WebSocketConstructor,
} from './phone-options.js';
export type { Account, PhoneState, Warning } from './phone-state.js';
export type { DeviceKind, DevicesPort } from './ports/devices.js';
export type { MediaDirection, MediaFact, MediaPort, OfferOptions, Tone } from './ports/media.js';
export type { AudioLevels, MediaStatistics } from './ports/media-measurement.js';
export type { NetworkPort } from './ports/network.js';
export type {
  PageSoundOptions,
  ProvidedMicrophone,
  SoundStream,
  SoundTrack,
  ToneRegion,
  VoiceProcessing,
} from './ports/page-sound.js';
export type {
  DialogName,
  DialogRecord,
  EndCause,
  EndedFact,
  IncomingFact,
  InviteRequest,
  ProgressFact,
  RegistrationGrant,
  Signaling,
  SignalingFact,
  TransferFact,
  TransferRequestFact,
} from './ports/signaling.js';
export type { SipServer } from './ports/sip-server.js';
export type { VaultPort } from './ports/vault.js';
export type { StoragePort } from './ports/storage.js';
export type { RegistrationHandle } from './registration/registration-handle.js';
export type {
  RegistrationFailure,
  RegistrationState,
  RegistrationStatus,
} from './registration/registration-state.js';
