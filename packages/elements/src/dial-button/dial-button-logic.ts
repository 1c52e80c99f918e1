/**
 * What a link to a telephone dials, or undefined for any other link. So is one whose text does not show the service code that it
 * dials: `*21*...#` would divert the calls of whoever clicks it.
 */
export function linkTarget(href: string, text: string): string | undefined {
  const target = targetOf(href);
  const isCode = target !== undefined && /^[^@]*[*#]/.test(target);
  return isCode && !bare(text).includes(bare(target)) ? undefined : target;
}

const bare = (text: string): string => text.replace(/^sips?:|[\s().-]/g, '');

function targetOf(href: string): string | undefined {
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
