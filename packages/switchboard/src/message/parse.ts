import { headerName, Headers } from './headers.js';
import { defaultLimits, type MessageLimits } from './limits.js';
import type { SipMessage } from './message.js';
import { splitOutside } from './parameters.js';
import { validate } from './validate.js';

/** What became of a frame. A refused request keeps its readable part, so that it can be answered. */
export type Parsed =
  | { readonly ok: true; readonly message: SipMessage }
  | {
      readonly ok: false;
      readonly status: number;
      readonly reason: string;
      readonly message?: SipMessage;
    };

/** Fields that carry a comma-separated list: each value becomes a field of its own. */
const LISTS = new Set(['Via', 'Route', 'Record-Route', 'Contact', 'Path', 'Service-Route']);

const REQUEST_LINE = /^([A-Za-z0-9.!%*_+`'~-]{1,32}) (\S+) SIP\/(\d{1,3}\.\d{1,3})$/;
const STATUS_LINE = /^SIP\/(\d{1,3}\.\d{1,3}) (\d{3}) (.*)$/;
const FIELD = /^([A-Za-z0-9.!%*_+`'~-]{1,64})[ \t]*:[ \t]*(.*)$/;
// Every control character but the tab.
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** Parses one WebSocket frame as one SIP message (RFC 7118 §5: never more, never less). */
export function parseMessage(frame: string, limits: MessageLimits = defaultLimits): Parsed {
  if (Buffer.byteLength(frame) > limits.maxPayload) return refuse(513, 'Message Too Large');
  const end = frame.indexOf('\r\n\r\n');
  if (end < 0) return refuse(400, 'Missing end of headers');
  const lines = unfold(frame.slice(0, end));
  const start = parseStartLine(lines.shift() ?? '');
  if (start === undefined) return refuse(400, 'Malformed start line');
  const headers = new Headers();
  const fault = parseFields(lines, headers, limits);
  const message: SipMessage = { ...start.line, headers, body: frame.slice(end + 4) };
  if (start.version !== '2.0') return refuse(505, 'Version Not Supported', message);
  const problem = fault ?? validate(message);
  if (problem !== undefined) return refuse(problem.status, problem.reason, message);
  return { ok: true, message: withDeclaredLength(message) };
}

function refuse(status: number, reason: string, message?: SipMessage): Parsed {
  return { ok: false, status, reason, ...(message === undefined ? {} : { message }) };
}

/** A line that starts with white space continues the one before it (RFC 3261 §7.3.1). */
function unfold(head: string): string[] {
  return head.replace(/[ \t]*\r\n[ \t]+/g, ' ').split('\r\n');
}

type StartLine =
  | { kind: 'request'; method: string; uri: string }
  | { kind: 'response'; status: number; phrase: string };

function parseStartLine(text: string): { line: StartLine; version: string } | undefined {
  if (CONTROL.test(text)) return undefined;
  const status = STATUS_LINE.exec(text);
  if (status !== null) {
    const code = Number(status[2]);
    if (code < 100 || code > 699) return undefined;
    const line = { kind: 'response' as const, status: code, phrase: status[3] ?? '' };
    return { line, version: status[1] ?? '' };
  }
  const request = REQUEST_LINE.exec(text);
  if (request === null) return undefined;
  const line = { kind: 'request' as const, method: request[1] ?? '', uri: request[2] ?? '' };
  return { line, version: request[3] ?? '' };
}

function parseFields(lines: readonly string[], headers: Headers, limits: MessageLimits) {
  for (const line of lines) {
    if (line.length > limits.maxHeaderLength) return { status: 400, reason: 'Header Too Long' };
    const field = FIELD.exec(line);
    if (field === null || CONTROL.test(line)) return { status: 400, reason: 'Malformed header' };
    const name = headerName(field[1] ?? '');
    const value = (field[2] ?? '').trim();
    const values = LISTS.has(name) ? splitOutside(value, ',', limits.maxHeaders) : [value];
    for (const one of values) headers.add(name, one);
    if (headers.size > limits.maxHeaders) return { status: 400, reason: 'Too Many Headers' };
  }
  return undefined;
}

/** Bytes beyond Content-Length are discarded, as on any message transport (RFC 3261 §18.3). */
function withDeclaredLength(message: SipMessage): SipMessage {
  const declared = Number(message.headers.get('Content-Length') ?? Number.NaN);
  const bytes = Buffer.from(message.body);
  if (!Number.isNaN(declared) && declared < bytes.length) {
    message.body = bytes.subarray(0, declared).toString();
  }
  return message;
}
