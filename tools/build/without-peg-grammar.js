// @ts-check
/**
 * Leaves sip.js's generated PEG grammar out of our bundles: 9 of 22 kB, and slow. The codec of
 * core/src/adapters/sipjs parses every header before sip.js can ask, so nothing ever calls it; a
 * call that slips through says so instead of parsing something in a second way.
 *
 * @returns {import('rollup').Plugin}
 */
export function withoutPegGrammar() {
  return {
    name: 'without-peg-grammar',
    load(id) {
      if (!id.endsWith('/sip.js/lib/grammar/grammar.js')) return null;
      return `
        export const Grammar = {
          parse(input, rule) {
            throw new SyntaxError('Not parsed by the codec: ' + rule);
          },
        };`;
    },
  };
}
