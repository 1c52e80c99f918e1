import type { EndReason, ErrorCode } from '@cadran/core';

/** English. A key missing in another language does not compile there. */
export const en = {
  // Dialling
  keypad: 'Keypad',
  number: 'Name or number',
  star: 'star',
  hash: 'hash',
  longPressPlus: 'Hold for plus',
  call: 'Call',
  callTo: (name: string) => `Call ${name}`,
  calling: 'Calling…',
  erase: 'Delete the last digit',
  suggestions: 'Suggestions',
  moreSuggestions: (count: string) => `${count} more`,
  tonesTo: (name: string) => `Digits go to ${name}`,
  hideDigits: 'Hide the digits',
  showDigits: 'Show the digits',
  digitsSent: 'Digits sent',

  // The line
  notConfigured: 'This telephone is not set up yet.',
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting…',
  reconnectingKept: 'Reconnecting, your call is kept',
  registered: 'Ready',

  // Presence
  'presence/available': 'Available',
  'presence/busy': 'Busy',
  'presence/in-call': 'In a call',
  'presence/ringing': 'Ringing',
  'presence/away': 'Away',
  'presence/do-not-disturb': 'Do not disturb',
  'presence/offline': 'Offline',
  'presence/unknown': 'Status unknown',
  'presence/not-permitted': 'Status not shared',

  // Calls
  callWith: (name: string) => `Call with ${name}`,
  currentCalls: 'Current calls',
  incomingCall: 'Incoming call',
  incomingFrom: (name: string) => `Incoming call from ${name}`,
  unknownCaller: 'Unknown caller',
  verifiedCaller: 'Verified caller',
  unverifiedCaller: 'Caller not verified',
  answer: 'Answer',
  decline: 'Decline',
  silence: 'Silence',
  hangUp: 'Hang up',
  mute: 'Mute',
  unmute: 'Unmute',
  hold: 'Hold',
  resume: 'Resume',
  swap: 'Swap',
  close: 'Close',
  dismiss: 'Dismiss',
  callAgain: 'Call again',
  trying: 'Calling…',
  ringing: 'Ringing…',
  answering: 'Connecting…',
  active: 'In a call',
  holding: 'Putting on hold…',
  held: 'On hold',
  resuming: 'Resuming…',
  heldByThem: 'They put you on hold',
  bothHeld: 'On hold on both sides',
  muted: 'Microphone muted',
  mutedBySystem: 'The microphone is muted by your system',
  soundInterrupted: 'Sound is interrupted, restoring it…',
  missedCall: 'Missed call',
  callDeclined: 'You declined the call',
  duration: (spoken: string) => `Duration ${spoken}`,
  unlockSound: 'Turn sound on',
  soundBlocked: 'The browser blocks sound on this page.',

  // Transfer
  transfer: 'Transfer',
  transferTo: 'Transfer to',
  transferNow: 'Transfer now',
  askFirst: 'Ask first',
  backToCall: 'Back to the call',
  'transfer/consulting': (name: string) => `Asking ${name} first`,
  'transfer/referring': (name: string) => `Transferring to ${name}…`,
  'transfer/trying': (name: string) => `Transferring to ${name}…`,
  'transfer/ringing': (name: string) => `${name} is ringing…`,
  'transfer/completed': (name: string) => `Transferred to ${name}`,
  'transfer/failed': (name: string) =>
    `The transfer to ${name} did not work. You still have the call.`,

  // A transfer that the other side asks for
  wantsToConnect: (name: string) => `${name} wants to connect you with`,
  refusedAfter: 'Refused by itself after 25 seconds.',
  acceptTransfer: 'Accept',
  refuseTransfer: 'Refuse',
  transferredBy: (name: string) => `Transferred by ${name}`,
  'transfer-request/failed': (name: string) =>
    `${name} could not be reached. You still have this call.`,

  // Shortcuts
  shortcuts: 'Keyboard shortcuts',
  shortcutsOff: 'Turn shortcuts off',
  shortcutsOn: 'Turn shortcuts on',

  // Devices
  devices: 'Sound',
  microphone: 'Microphone',
  speaker: 'Speaker',
  ringer: 'Ringtone',
  systemDefault: 'System default',
  microphoneLevel: 'Microphone level',
  playTest: 'Test',
  allowMicrophone: 'Allow the microphone',
  permissionNeeded: 'To call, this page needs your microphone. Your browser will ask.',
  permissionChecking: 'Waiting for your browser’s question to be answered…',
  noMedia: 'This browser cannot make calls. Use a recent version of another.',
  deviceGone: 'The chosen device was unplugged. The system default is used.',
  speakerFixed: 'In this browser the system decides which speaker is used.',
  unnamedDevice: (number: string) => `Device ${number}`,

  // How calls end
  'ended/hangup': 'Call ended',
  'ended/declined': 'Call declined',
  'ended/busy': 'The line is busy',
  'ended/no-answer': 'No answer',
  'ended/cancelled': 'Call cancelled',
  'ended/answered-elsewhere': 'Answered on another device',
  'ended/not-found': 'This number does not exist. Check it and call again.',
  'ended/forbidden': 'This line may not call that number.',
  'ended/unreachable': 'They cannot be reached now. Try again later.',
  'ended/media-failed': 'No sound could be set up. Check your microphone and network.',
  'ended/connection-lost': 'The connection was lost. Call again once you are back online.',
  'ended/unknown': 'The call ended, and the server did not say why.',

  // What failed, and what to do
  'call/answer-failed': 'The call could not be answered. Try again while it rings.',
  'call/dial-failed': 'The call could not be placed. Try again.',
  'call/dtmf-failed': 'The digits did not reach the other side. Try again.',
  'call/hold-failed': 'The other side refused the hold. They still hear you.',
  'call/invalid-digits': 'Only digits, star and hash can be sent.',
  'call/invalid-target': 'This is not a number or address. Check it and call again.',
  'call/limit-reached': 'You have as many calls as this line allows. End one first.',
  'call/not-found': 'This call is over.',
  'call/resume-failed': 'The call could not be resumed and is still on hold. Try again.',
  'call/transfer-failed': 'The transfer did not work. Try again, or call them yourself.',
  'call/wrong-state': 'This is not possible at this moment of the call.',
  'config/invalid': 'This telephone is not set up correctly. Tell your administrator.',
  'config/unreachable': 'The telephone’s settings could not be loaded. It tries again by itself.',
  'connection/insecure': 'This page needs a secure (wss:) server. Tell your administrator.',
  'connection/invalid-url': 'The server’s address is not valid. Tell your administrator.',
  'connection/lost': 'The connection was lost. It comes back by itself.',
  'connection/not-sip': 'The server does not speak telephony. Tell your administrator.',
  'connection/offline': 'You are offline. Check your network.',
  'connection/unreachable': 'The telephone server does not answer. It is tried again by itself.',
  'devices/not-found': 'This device is not there any more. Choose another.',
  'link/lost': 'The telephone of this site is being started again.',
  'link/other-options':
    'Another page of this site uses this line with other settings. Tell your administrator.',
  'link/other-version': 'This page is out of date. Reload it to use the telephone.',
  'link/refused': 'The telephone did not accept this request. Reload the page.',
  'link/worker-failed':
    'This telephone is not shared between tabs. During a call, stay in this one.',
  'media/device-busy': 'Another program uses the microphone. Close it and try again.',
  'media/elsewhere': 'The sound of this call is in another tab.',
  'media/failed': 'The sound failed. Hang up and call again.',
  'media/insecure-context':
    'The microphone only works on a secure (https:) page. Tell your administrator.',
  'media/no-microphone': 'No microphone was found. Plug one in.',
  'media/not-loaded': 'The sound could not be loaded. Try again, or reload the page.',
  'media/no-page': 'The page with the sound was closed, and no other one was open.',
  'media/permission-denied':
    'The microphone is blocked for this page. Allow it in the address bar, then try again.',
  'media/playback-blocked': 'The browser blocks sound on this page. Click to turn it on.',
  'media/unsupported': 'This browser cannot make calls. Use a recent version of another.',
  'phone/disposed': 'This telephone was switched off. Reload the page.',
  'phone/not-loaded': 'The telephone could not be loaded. It tries again by itself.',
  'registration/forbidden': 'The server does not accept this line. Tell your administrator.',
  'registration/no-credentials':
    'The server asks for a password, and none is set. Tell your administrator.',
  'registration/rejected':
    'The server refused to sign this telephone in. It tries again by itself.',
  'registration/timeout': 'The server did not answer the sign-in. It is tried again by itself.',
  'registration/unknown-user': 'The server does not know this user. Check the name.',
  'registration/wrong-password':
    'The user name or password is wrong. Check them and sign in again.',
  'signaling/flooded': 'Too much is arriving at once. Some calls may not get through.',
  'signaling/foreign-realm':
    'Another server asked for your password and did not get it. Tell your administrator.',
  'signaling/glare': 'Both sides changed the call at once. Try again.',
  'signaling/malformed':
    'The server sent something that cannot be understood. Tell your administrator.',
  'signaling/rejected': 'The server refused this. Try again, or tell your administrator.',
  'signaling/timeout': 'The server did not answer. Try again.',
  'signaling/wrong-state': 'This is not possible at this moment of the call.',
  'storage/degraded':
    'This browser keeps no data for this page. A call ends if you reload or leave the page.',
  'storage/unavailable':
    'This browser keeps no data for this page. Settings are lost when you leave.',

  // Where the sound of a shared call is
  'sound/elsewhere': 'In another tab',
  'sound/coming': 'Sound on its way',
  'sound/nowhere': 'Kept',
  'sound/elsewhere/more': 'The sound of this call is in another tab.',
  'sound/coming/more': 'The call goes on. Its sound is on its way.',
  'sound/nowhere/more': 'This call is kept for you. Take it here to go on speaking.',
  takeHere: 'Take the call here',

  // The call window
  early: 'Calling, listen to the line',
  shortMute: 'Mute',
  shortUnmute: 'Unmute',
  shortHold: 'Hold',
  callControls: 'Call controls',
  waitsMeanwhile: (name: string) => `${name} is on hold meanwhile`,
  shortcutsWhere: 'They work while the keyboard focus is in the call.',
  otherCalls: 'Other calls',
  swapTo: (name: string) => `Swap to ${name}`,
  resumeWith: (name: string) => `Resume with ${name}`,
  hangUpOn: (name: string) => `Hang up ${name}`,

  // An incoming call
  holdAndAnswer: 'Hold and answer',
  declineMore: 'Other ways to decline',
  declineBusy: 'Say the line is busy',
  declineAll: 'Decline on all devices',
  silenced: 'Ringing is silenced',
  answersItself: 'Is about to be answered by itself',
  goToCallWith: (keys: string) => `Press ${keys} to go to the call.`,

  // The telephone
  telephone: 'Telephone',
  settings: 'Settings',
  tryAgain: 'Try again',
  notSignedIn: 'Not signed in',
} satisfies Record<ErrorCode | `ended/${EndReason}`, string> &
  Record<string, string | ((text: string) => string)>;

/** Everything the elements say, keyed. An error or end reason is said under its own name. */
export type Strings = {
  readonly [Key in keyof typeof en]: (typeof en)[Key] extends string ? string : (typeof en)[Key];
};
