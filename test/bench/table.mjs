export const milliseconds = (value) =>
  value === undefined || Number.isNaN(value) ? '—' : value.toFixed(value < 10 ? 1 : 0);

/** Ours beside the best of the others; undefined where there is nothing to compare. */
export const ratio = (ours, others) => {
  const best = Math.min(...others.filter((value) => value !== undefined));
  return ours === undefined || !Number.isFinite(best) ? '—' : `${(ours / best).toFixed(2)}x`;
};

export function table(head, rows) {
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}
