/** Who is measured: the file in `contenders/` that is bundled, and what the report calls it. */
export const peers = [
  { key: 'sipjs', script: 'sipjs', name: 'sip.js SimpleUser' },
  { key: 'jssip', script: 'jssip', name: 'JsSIP' },
];

/** The same with what their documentation says against slow gathering and lost connections. */
export const tunedPeers = [
  { key: 'sipjs-tuned', script: 'sipjs-tuned', name: 'sip.js, tuned' },
  { key: 'jssip-tuned', script: 'jssip-tuned', name: 'JsSIP, tuned' },
];

export const cadran = { key: 'cadran', script: 'cadran', name: 'Cadran' };
/** The page says before the click that somebody is about to call, as the elements do when a number is typed. */
export const prepared = {
  key: 'prepared',
  script: 'cadran',
  name: 'Cadran, prepared',
  isPrepared: true,
};
