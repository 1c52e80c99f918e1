/** What a registrar says to a REGISTER: the status line after the version, and headers. */
export type Answer = (asked: {
  readonly contact: string;
  readonly count: number;
}) => readonly [status: string, ...headers: string[]];

/** Any 200 to a REGISTER that somebody could write, another one each time. */
export function anything(random: () => number): Answer {
  const pick = <Value>(values: readonly Value[]): Value =>
    values[Math.floor(random() * values.length)] as Value;
  const seconds = (): string =>
    pick([
      '0',
      '1',
      '9',
      '60',
      '600',
      '3600',
      '4294967295',
      '1e9',
      '-1',
      'NaN',
      '',
      '" 5"',
      '0x10',
    ]) + pick(['', '', '', '.5', ' ', ';x=y', '99999999999999999999']);
  const parameter = (): string => pick(['', `;expires=${seconds()}`, `;expires="${seconds()}"`]);
  const foreign = (): string =>
    pick(['<sip:mallory@evil.test>', '<sip:alice@10.0.0.1:5060>', '*', 'sip:x', '<sips:a@b>']);
  return ({ contact }) => {
    const headers: string[] = [];
    const contacts = Math.floor(random() * 5);
    for (let each = 0; each < contacts; each += 1) {
      const uri = random() < 0.5 ? contact : foreign();
      const rewritten = random() < 0.3 ? uri.replace(/@[^;>]+/, '@10.0.0.9:49152') : uri;
      headers.push(`${pick(['Contact', 'm'])}: ${rewritten}${parameter()}`);
    }
    if (random() < 0.5) headers.push(`Expires: ${seconds()}`);
    if (random() < 0.2) headers.push(`Min-Expires: ${seconds()}`);
    if (random() < 0.2) headers.push(`Retry-After: ${seconds()}`);
    if (random() < 0.2) headers.push('Service-Route: <sip:edge.test;lr>');
    return [pick(['200 OK', '200', '202 Accepted', '299 Odd']), ...headers];
  };
}
