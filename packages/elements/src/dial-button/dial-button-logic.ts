/** What a link to a telephone dials, or undefined for any other link. */
export function linkTarget(href: string): string | undefined {
  const [, scheme = '', rest = ''] = /^\s*(tel|callto|sips?):(.+)$/i.exec(href) ?? [];
  if (!rest.trim()) return undefined;
  const isAddress = scheme.toLowerCase().startsWith('sip');
  return isAddress ? `${scheme.toLowerCase()}:${rest.trim()}` : decoded(rest).trim();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
