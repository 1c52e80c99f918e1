// @ts-check
import MagicString from 'magic-string';

import { visit } from './syntax.js';

/**
 * Members of sip.js's classes that nothing reaches: messages, publications and subscriptions of ours, the timers of UDP,
 * redirections, and what the adapter does in their place. What only they need is left out with them. Whoever adds a feature
 * that needs one takes its name out of here.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const members = {
  'dialogs/session-dialog': [
    ...['bye', 'info', 'invite', 'message', 'notify', 'prack', 'receiveRequest', 'refer'],
    ...['answer', 'offer', 'signalingState', 'signalingStateRollback', 'signalingStateTransition'],
  ],
  'dialogs/dialog': ['secure', 'sequenceGuard'],
  'messages/incoming-message': ['addHeader', 'parseHeader', 's', 'setHeader', 'toString'],
  'messages/outgoing-request-message': ['getHeaders', 'hasHeader'],
  'name-addr-header': ['clone', 'friendlyName', 'toString'],
  'transactions/transaction': ['kind', 'logTransportError', 'typeToString'],
  'transactions/client-transaction': ['makeId'],
  'transactions/invite-client-transaction': ['kind', 'timerA', 'typeToString'],
  'transactions/invite-server-transaction': ['kind', 'timerG', 'typeToString'],
  'transactions/non-invite-client-transaction': ['kind', 'typeToString'],
  'transactions/non-invite-server-transaction': ['kind', 'typeToString'],
  'user-agent-core/user-agent-core': [
    ...['invite', 'loggerFactory', 'makeOutgoingRequestMessage', 'message', 'publish'],
    ...['register', 'subscribe'],
    'receiveIncomingRequestFromTransport',
    'receiveIncomingResponseFromTransport',
    'receiveInsideDialogRequest',
    'receiveOutsideDialogRequest',
    'receiveRequest',
    'receiveRequestFromTransport',
    'receiveResponseFromTransport',
  ],
  'user-agents/user-agent-client': ['loggerFactory'],
  'user-agents/user-agent-server': [
    ...['acceptable', 'loggerFactory', 'progressable', 'redirectable', 'rejectable', 'tryingable'],
  ],
};

/** What sip.js writes down for itself and nothing of what is left reads: the statements that do so go as well. */
const bookkeeping = new Set([
  ...['signalingStateRollback', 'signalingStateTransition', '_offer', '_answer'],
  ...['ackProcessing', 'subscribers'],
]);

/**
 * Leaves parts of sip.js out that nothing reaches; what reaches one all the same throws.
 *
 * @returns {import('rollup').Plugin}
 */
export function withoutUnusedSipjs() {
  return {
    name: 'without-unused-sipjs',
    transform(code, id) {
      const name = /\/sip\.js\/lib\/(?:core|grammar)\/(.+)\.js$/.exec(id)?.[1] ?? '';
      if (name === '') return null;
      const shortened = new MagicString(code);
      const program = this.parse(code);
      const classes = classesOf(program);
      visit(program, (node) => {
        if (isLoggerFactory(node) && code[node.end] === ',')
          shortened.remove(node.start, node.end + 1);
        if (!isBookkeeping(node)) return true;
        shortened.overwrite(node.start, node.end, ';');
        return false;
      });
      for (const each of members[name] ?? []) {
        const nodes = membersOf(classes, each);
        if (nodes.length === 0) this.error(`no member ${each} to leave out in ${id}`);
        for (const { start, end } of nodes) shortened.remove(start, end);
      }
      return { code: shortened.toString(), map: shortened.generateMap({ hires: 'boundary' }) };
    },
  };
}

/**
 * @param {any} node
 * @returns {boolean} true for what hands on a logger that nobody asks for
 */
function isLoggerFactory({ type, key }) {
  return type === 'Property' && key.name === 'loggerFactory';
}

/**
 * @param {any} node
 * @returns {boolean} true for a statement that only keeps the books
 */
function isBookkeeping({ type, expression }) {
  if (type !== 'ExpressionStatement') return false;
  const { callee, left } = expression;
  return [callee, callee?.object, left].some((each) => bookkeeping.has(each?.property?.name));
}

/**
 * @param {any} program
 * @returns {any[]} the classes that a module exports
 */
function classesOf({ body }) {
  return body
    .map((/** @type {any} */ { declaration }) => declaration)
    .filter((/** @type {any} */ declaration) => declaration?.type === 'ClassDeclaration');
}

/**
 * @param {any[]} classes
 * @param {string} name
 * @returns {any[]}
 */
function membersOf(classes, name) {
  return classes.flatMap(({ body }) =>
    body.body.filter((/** @type {any} */ { key }) => key.name === name),
  );
}
