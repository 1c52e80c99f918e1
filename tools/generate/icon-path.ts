/** All shapes of a drawing as the data of one path: one string an icon, and one template for all of them. */
export function pathOf(svg: string): string {
  return [...svg.matchAll(/<(path|circle|rect|line)\s([^>]*?)\/>/g)]
    .map(([, shape = '', attributes = '']) => shapePath(shape, attributesOf(attributes)))
    .join('')
    .replace(/-?\d*\.\d{3,}(?=(\.?))/g, (number, next: string) => rounded(number) + (next && ' '));
}

type Attributes = Readonly<Record<string, string>>;

function attributesOf(text: string): Attributes {
  return Object.fromEntries(
    [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

function shapePath(shape: string, attributes: Attributes): string {
  if (shape === 'path') return fromOrigin(attributes['d'] ?? '');
  const number = (name: string): number => Number(attributes[name] ?? 0);
  if (shape === 'line') {
    return `M${number('x1')} ${number('y1')}L${number('x2')} ${number('y2')}`;
  }
  if (shape === 'circle') {
    const r = number('r');
    return `M${number('cx') - r} ${number('cy')}a${r} ${r} 0 1 0 ${2 * r} 0 ${r} ${r} 0 1 0 ${-2 * r} 0`;
  }
  const r = number('rx');
  const [across, down] = [number('width') - 2 * r, number('height') - 2 * r];
  const corner = (x: number, y: number): string => `a${r} ${r} 0 0 1 ${x} ${y}`;
  return (
    `M${number('x') + r} ${number('y')}h${across}${corner(r, r)}v${down}${corner(-r, r)}` +
    `h${-across}${corner(-r, -r)}v${-down}${corner(r, -r)}z`
  );
}

/** A first `m` counts from the origin only while nothing is drawn before it (SVG 2 §9.3.3); what follows it stays relative. */
function fromOrigin(data: string): string {
  return data.replace(/^m\s*(-?[\d.]+)[\s,]*(-?[\d.]+)\s*(?=[-.\d])/, 'M$1 $2l').replace(/^m/, 'M');
}

/** A hundredth of the 24 units is a sixtieth of a pixel on the largest icon. The sign stays, since it also parts two numbers. */
function rounded(number: string): string {
  return Number(number)
    .toFixed(2)
    .replace(/\.?0+$/, '')
    .replace(/^(-?)0\./, '$1.');
}
