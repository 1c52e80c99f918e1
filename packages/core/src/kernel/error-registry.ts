import type { ErrorCode } from './errors.js';

/** What a person who reads a code wants to know. The error pages of the documentation are made from it; no bundle imports it. */
export interface ErrorExplanation {
  /** One line: what it means. */
  readonly summary: string;
  /** What is usually behind it. */
  readonly cause: string;
  /** What to do about it. */
  readonly remedy: string;
}

export const errorRegistry: Readonly<Record<ErrorCode, ErrorExplanation>> = {
  'call/answer-failed': {
    summary: 'The call could not be answered.',
    cause:
      'The caller hung up at the same moment, never confirmed, or another call could not be put on hold.',
    remedy: 'Read `cause`. A call that still rings may be answered again.',
  },
  'call/dial-failed': {
    summary: 'The call could not be placed.',
    cause: 'The server or the signalling refused the request before it became a call.',
    remedy: 'Read `cause` and `sip`; dial again when `retryable` is true.',
  },
  'call/dtmf-failed': {
    summary: 'The digits were not sent.',
    cause:
      'The far side agreed to no telephone events (RFC 4733), or refused the SIP INFO; or the file `in-call.js` could not be loaded, as `retryable` says.',
    remedy:
      "Try the other way, `sendDtmf(digits, { by: 'info' })` or `{ by: 'rtp' }`; copy the whole folder `dist`.",
  },
  'call/hold-failed': {
    summary: 'The call could not be put on hold; it goes on as before.',
    cause: 'The far side refused the change, did not answer, or kept offering changes of its own.',
    remedy: 'Try again; where the far side never agrees, mute instead.',
  },
  'call/invalid-digits': {
    summary: 'The digits contain something that has no tone.',
    cause: 'Only `0-9 * # A-D` and `,` for a pause exist, at most 128 of them.',
    remedy: 'Remove blanks, dashes and letters before sending.',
  },
  'call/invalid-target': {
    summary: 'What was dialled is neither a number, a name nor a SIP or TEL address.',
    cause:
      'A typing error, an address of another kind (`mailto:`, `https:`), or text with line breaks.',
    remedy: 'Ask the person to correct it; `detail` says what was wrong.',
  },
  'call/limit-reached': {
    summary: 'There are as many calls as this phone may have.',
    cause: 'The option `maxCalls`.',
    remedy: 'End a call first, or raise `maxCalls`.',
  },
  'call/not-found': {
    summary: 'There is no such call.',
    cause: 'It ended and its time in the state is over, or the id belongs to another phone.',
    remedy: 'Take ids from the present state.',
  },
  'call/resume-failed': {
    summary: 'The call could not be taken back; it is still on hold.',
    cause:
      'The far side refused or did not answer, or another call could not be put on hold first.',
    remedy: 'Try again; hang up and dial anew if it goes on.',
  },
  'call/transfer-failed': {
    summary: 'Nobody confirmed the transfer; a call that still stands is as it was before.',
    cause:
      'The target did not answer or was busy, the far side does not take transfers (RFC 3515), or it left without saying how the transfer went.',
    remedy: 'Read `sip`; speak with the far side again, or try another target.',
  },
  'call/wrong-state': {
    summary: 'The call cannot do that now.',
    cause: 'For instance holding a call that rings, or answering one that was answered.',
    remedy: 'Offer a command only where the state of the call allows it; `detail` names the state.',
  },
  'config/invalid': {
    summary: 'An option has a value that makes no sense.',
    cause:
      'A missing server, an address not of the form `sip:name@domain`, or a number out of range.',
    remedy: '`detail` names the option; correct the configuration.',
  },
  'config/unreachable': {
    summary: 'The configuration could not be loaded.',
    cause: 'The address given in `config` does not answer, or not with JSON.',
    remedy: 'Open the address in the same browser, signed in as the same person.',
  },
  'connection/insecure': {
    summary: 'The browser forbids this connection.',
    cause: 'A page loaded over https may only open `wss:` addresses.',
    remedy: 'Give the server a certificate and use its `wss:` address.',
  },
  'connection/invalid-url': {
    summary: 'The address of the server is not a WebSocket URL.',
    cause: 'It does not start with `wss:` or `ws:`, or is malformed.',
    remedy: 'Use something like `wss://pbx.example.org/ws`.',
  },
  'connection/lost': {
    summary: 'The connection to the server was lost; it is being restored.',
    cause: 'The network changed, the computer slept, or the server restarted.',
    remedy: 'Nothing: calls that are up go on, and the phone connects again by itself.',
  },
  'connection/not-sip': {
    summary: 'Something answers there, but it does not speak SIP over WebSocket.',
    cause: 'A wrong path or port, or a proxy that answers in place of the server.',
    remedy:
      'Check the path (`/ws` is common) and that the server offers the sub-protocol `sip` (RFC 7118).',
  },
  'connection/offline': {
    summary: 'There is no connection to the server.',
    cause: 'It is being made, was lost, or the device has no network.',
    remedy: 'Wait for `connection.status` to read `connected`, then try again.',
  },
  'connection/unreachable': {
    summary: 'No server answers.',
    cause:
      'The server is down, a firewall is in between, the name is wrong, or its certificate is not trusted.',
    remedy: 'Open the same address with https in the browser; ask whoever runs the network.',
  },
  'devices/not-found': {
    summary: 'There is no such microphone or speaker.',
    cause: 'It was unplugged, or the browser gave it another name since.',
    remedy: 'Choose from `state.devices` as it is now.',
  },
  'link/lost': {
    summary: 'The place where the phone lives does not answer.',
    cause: 'The worker or the tab that holds the phone ended, or the browser stopped it.',
    remedy: 'Nothing: a new one is started by itself. Reload the page where that does not help.',
  },
  'link/other-options': {
    summary: 'Another page of this site has opened this address with other options.',
    cause: 'Two pages name the same `uri` with other servers or settings.',
    remedy: 'Give every page the same options, best from one `config` URL.',
  },
  'link/other-version': {
    summary: 'Pages of this site run versions of Cadran that do not understand each other.',
    cause: 'The script was replaced while pages with the one before are still open.',
    remedy: 'Reload the older pages.',
  },
  'link/refused': {
    summary: 'A message between a page and its phone was not as agreed and was not acted on.',
    cause:
      'A frame or a script of another origin, another version, or an argument of the wrong kind.',
    remedy: 'Check what is passed to the phone; check which origins are allowed.',
  },
  'link/worker-failed': {
    summary: 'The pages of this site cannot share one phone.',
    cause:
      'The worker did not start (not found, or not allowed by `worker-src`), and there are no Web Locks.',
    remedy:
      'Serve `cadran-worker.js` beside `cadran.js`, or name it by `worker-url`; serve pages by HTTPS.',
  },
  'media/device-busy': {
    summary: 'The microphone is used by another program.',
    cause: 'Some systems let only one program have it.',
    remedy: 'Close the other program, or choose another microphone.',
  },
  'media/elsewhere': {
    summary: 'The sound of this call is in another page.',
    cause: 'Levels and statistics are measured where the sound is.',
    remedy: 'Ask there, or take the call into this page by `takeHere`.',
  },
  'media/failed': {
    summary: 'The sound of the call broke or could not be set up.',
    cause:
      'A firewall between the two sides, a lost network, or a description the browser does not take.',
    remedy: 'Read `cause`; where networks are closed, configure a TURN server in `iceServers`.',
  },
  'media/insecure-context': {
    summary: 'Browsers give the microphone to secure pages only.',
    cause: 'The page was loaded over http from another machine.',
    remedy: 'Serve the page over https, or from localhost while developing.',
  },
  'media/no-microphone': {
    summary: 'There is no microphone.',
    cause: 'None is connected, or the chosen one was unplugged.',
    remedy: 'Connect one; the call itself goes on where it is up already.',
  },
  'media/not-loaded': {
    summary: 'The part of the telephone that makes sound could not be loaded.',
    cause:
      'The network failed, or the file `media.js` is missing: it was not copied, or a new version took its place while the page was open.',
    remedy: 'Copy the whole folder `dist`. The next call tries again; reload the page if it lasts.',
  },
  'media/no-page': {
    summary: 'No page was there to hold the sound of the call.',
    cause: 'The last page of the site was closed, and none came back in time (`keepTime`).',
    remedy: 'Keep a page of the site open during a call.',
  },
  'media/permission-denied': {
    summary: 'The microphone was refused.',
    cause: 'The person or a policy said no, or an embedding frame lacks `allow="microphone"`.',
    remedy: 'Allow the microphone for this page in the browser, then try again.',
  },
  'media/playback-blocked': {
    summary: 'The browser will not play sound before somebody touches the page.',
    cause: 'The autoplay policy of the browser.',
    remedy: 'Call `devices.unlockSound()` from a click or a key press.',
  },
  'media/unsupported': {
    summary: 'This place has no such media.',
    cause:
      'A phone in Node or in a worker without a `media` port, or a browser without that ability.',
    remedy: 'Pass a `media` port, or make the phone in a page.',
  },
  'phone/disposed': {
    summary: 'The phone was put away.',
    cause: '`dispose()` was called before.',
    remedy: 'Make a new phone.',
  },
  'phone/not-loaded': {
    summary: 'The telephone could not be loaded; the elements are there without it.',
    cause:
      'The network failed, or the file `engine.js` is missing: it was not copied, or a new version took its place while the page was open.',
    remedy:
      'Copy the folder `chunks` beside `cadran.js`. It is tried again by itself; reload the page if it lasts.',
  },
  'registration/forbidden': {
    summary: 'The server does not let this account register.',
    cause: 'The account is locked, or may not be used from here.',
    remedy: 'Ask whoever runs the server; then `registration.register()`.',
  },
  'registration/no-credentials': {
    summary: 'The server asks for a password and there is none.',
    cause: 'The option `credentials` is missing, or its function gave none.',
    remedy: 'Give `credentials`; then `registration.register()`.',
  },
  'registration/rejected': {
    summary: 'The server refused the registration.',
    cause: 'See `sip.status`: overload, a policy, or a fault of the server.',
    remedy: 'Where `retryAt` is set it is tried again by itself; else ask whoever runs the server.',
  },
  'registration/timeout': {
    summary: 'The server did not answer the registration.',
    cause: 'It is overloaded, or messages are lost on the way.',
    remedy: 'Nothing: it is tried again by itself.',
  },
  'registration/unknown-user': {
    summary: 'The server does not know this account.',
    cause: 'A typing error in `uri`, or the account was removed.',
    remedy: 'Correct the address; then `registration.register()`.',
  },
  'registration/wrong-password': {
    summary: 'The password is wrong.',
    cause: 'A typing error, or it was changed on the server.',
    remedy:
      'Enter it again; it is not tried by itself, since servers lock accounts that fail often.',
  },
  'signaling/flooded': {
    summary:
      'More requests come in than a phone can need; what is too many is refused. Calls that are up go on.',
    cause: 'Somebody floods this address, or a server sends the same again and again.',
    remedy:
      'Stop it at the server, for instance with a rate limit for each source. The warning goes ten seconds after the last request too many.',
  },
  'signaling/foreign-realm': {
    summary: 'A server of another realm asked for the password and did not get it.',
    cause: 'A proxy in between, or somebody fishing for credentials.',
    remedy: 'If that realm is yours, name it in `credentials.realm`.',
  },
  'signaling/glare': {
    summary: 'Both sides changed the call at the same moment.',
    cause: 'Chance; it is settled by waiting and trying again (RFC 3261 §14.1).',
    remedy: 'Try again; a far side that always collides renegotiates without end.',
  },
  'signaling/malformed': {
    summary: 'The far side sent something that is no proper SIP.',
    cause: 'A fault of its software.',
    remedy: 'Report it to whoever runs that side, with the log.',
  },
  'signaling/rejected': {
    summary: 'The far side said no.',
    cause: 'See `sip.status` and `sip.phrase`.',
    remedy: 'Depends on the status; 488 means that it cannot do this kind of sound.',
  },
  'signaling/timeout': {
    summary: 'The far side did not answer in time.',
    cause: 'It is gone, or messages are lost on the way.',
    remedy: 'Try again, or hang up.',
  },
  'signaling/wrong-state': {
    summary: 'The dialog with the far side does not allow that now.',
    cause: 'It ended, or is not confirmed yet.',
    remedy: 'Wait for the state of the call to change.',
  },
  'storage/degraded': {
    summary: 'Calls cannot be kept over a reload of the page; they go on as long as it is open.',
    cause: 'A full disk, a private window, or storage that the browser or a policy blocks.',
    remedy:
      'Free space or allow storage for the site; a shared phone in a worker needs none of it.',
  },
  'storage/unavailable': {
    summary: 'Nothing can be kept in this browser.',
    cause: 'A private window, a full disk, or a policy.',
    remedy: 'Nothing: the phone works, and forgets chosen devices when the page closes.',
  },
};
