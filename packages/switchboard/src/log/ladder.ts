import type { TranscriptEntry } from './transcript.js';

const WIDTH = 40;
const SWITCHBOARD = 'switchboard';

/** Draws messages as the ladder that SIP people read: one column a party, one row a message. */
export function drawLadder(entries: readonly TranscriptEntry[]): string {
  const first = entries[0];
  if (first === undefined) return '(no messages)\n';
  const names = columnNames(entries);
  const columns = [names.get(first.flow) ?? first.flow, SWITCHBOARD];
  for (const name of names.values()) if (!columns.includes(name)) columns.push(name);
  const rows = entries.map((entry) => {
    const seconds = ((entry.at - first.at) / 1000).toFixed(3).padStart(9);
    return `${seconds}  ${drawArrow(entry, columns, names.get(entry.flow) ?? entry.flow)}`.trimEnd();
  });
  return [drawHeading(columns), ...rows, ''].join('\n');
}

function drawHeading(columns: readonly string[]): string {
  return `${' '.repeat(11)}${columns.map((name) => name.padEnd(WIDTH)).join('')}`.trimEnd();
}

/** A flow is named after whoever it turned out to be; two flows of one user are told apart. */
function columnNames(entries: readonly TranscriptEntry[]): Map<string, string> {
  const parties = new Map(entries.map(({ flow, party }) => [flow, party]));
  const all = [...parties.values()];
  for (const [flow, party] of parties) {
    if (all.filter((one) => one === party).length > 1) parties.set(flow, `${party} (${flow})`);
  }
  return parties;
}

function drawArrow(entry: TranscriptEntry, columns: readonly string[], name: string): string {
  const board = columns.indexOf(SWITCHBOARD);
  const party = columns.indexOf(name);
  const left = Math.min(board, party);
  const right = Math.max(board, party);
  const rightwards = (entry.direction === 'in') === party < board;
  const line = columns.map(() => '|'.padEnd(WIDTH)).join('');
  const room = (right - left) * WIDTH - 1;
  const label = ` ${shortened(labelOf(entry), room - 6)} `;
  const shaft = room - label.length - 1;
  const before = '-'.repeat(Math.floor(shaft / 2));
  const after = '-'.repeat(shaft - before.length);
  const arrow = rightwards ? `${before}${label}${after}>` : `<${before}${label}${after}`;
  const start = left * WIDTH + 1;
  const row = line.slice(0, start) + arrow + line.slice(start + room);
  return row.trimEnd() + (entry.note === undefined ? '' : `  (${entry.note})`);
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 2)}..`;
}

function labelOf({ text, status, method }: TranscriptEntry): string {
  const start = text.slice(0, text.indexOf('\r\n'));
  if (status !== undefined) return `${start.slice('SIP/2.0 '.length)} (${method})`;
  return start.replace(/ SIP\/2\.0$/, '').replace(/ sips?:([^;]*).*$/, ' $1');
}
