/**
 * A formula of Word as TeX. What has no counterpart here is written as what stands in it, so that no character is lost.
 */
export function ommlToLatex(element: Element): string {
  return [...element.childNodes].map(convert).join('').trim();
}

const skipped = new Set(['m:rPr', 'w:rPr', 'm:ctrlPr', 'm:oMathParaPr', 'm:naryPr', 'm:fPr', 'm:radPr', 'm:dPr', 'm:sSupPr']);

function convert(node: Node): string {
  if (node.nodeType !== 1) return '';
  const element = node as Element;
  const name = element.nodeName;
  if (skipped.has(name) || name.endsWith('Pr')) return '';
  const part = (which: string) => {
    const found = [...element.children].find(({ nodeName }) => nodeName === which);
    return found === undefined ? '' : ommlToLatex(found);
  };
  switch (name) {
    case 'm:t':
    case 'w:t':
      return escape(element.textContent ?? '');
    case 'm:f':
      return `\\frac{${part('m:num')}}{${part('m:den')}}`;
    case 'm:sSup':
      return `${group(part('m:e'))}^{${part('m:sup')}}`;
    case 'm:sSub':
      return `${group(part('m:e'))}_{${part('m:sub')}}`;
    case 'm:sSubSup':
      return `${group(part('m:e'))}_{${part('m:sub')}}^{${part('m:sup')}}`;
    case 'm:rad':
      return part('m:deg') === '' ? `\\sqrt{${part('m:e')}}` : `\\sqrt[${part('m:deg')}]{${part('m:e')}}`;
    case 'm:nary':
      return `${operator(property(element, 'm:chr') ?? '∫')}${script('_', part('m:sub'))}${script('^', part('m:sup'))}{${part('m:e')}}`;
    case 'm:d':
      return delimited(element);
    case 'm:m':
      return `\\begin{matrix}${rows(element)}\\end{matrix}`;
    case 'm:eqArr':
      return `\\begin{aligned}${children(element, 'm:e').map(ommlToLatex).join(' \\\\ ')}\\end{aligned}`;
    case 'm:func':
      return `${part('m:fName')}{${part('m:e')}}`;
    case 'm:limLow':
      return `\\underset{${part('m:lim')}}{${part('m:e')}}`;
    case 'm:limUpp':
      return `\\overset{${part('m:lim')}}{${part('m:e')}}`;
    case 'm:acc':
      return `${accents[property(element, 'm:chr') ?? ''] ?? '\\hat'}{${part('m:e')}}`;
    case 'm:bar':
      return `\\overline{${part('m:e')}}`;
    default:
      return ommlToLatex(element);
  }
}

const accents: Readonly<Record<string, string>> = { '⃗': '\\vec', '̅': '\\overline', '̂': '\\hat', '̇': '\\dot', '̃': '\\tilde' };
const operators: Readonly<Record<string, string>> = {
  '∑': '\\sum',
  '∏': '\\prod',
  '∫': '\\int',
  '⋃': '\\bigcup',
  '⋂': '\\bigcap',
};
const operator = (sign: string): string => operators[sign] ?? sign;

function delimited(element: Element): string {
  const open = property(element, 'm:begChr') ?? '(';
  const close = property(element, 'm:endChr') ?? ')';
  const between = children(element, 'm:e').map(ommlToLatex).join(',');
  const sign = (character: string) => (character === '' ? '.' : '{}'.includes(character) ? `\\${character}` : character);
  return `\\left${sign(open)}${between}\\right${sign(close)}`;
}

const rows = (element: Element): string =>
  children(element, 'm:mr')
    .map((row) => children(row, 'm:e').map(ommlToLatex).join(' & '))
    .join(' \\\\ ');

const children = (element: Element, name: string): Element[] => [...element.children].filter(({ nodeName }) => nodeName === name);

function property(element: Element, name: string): string | undefined {
  const properties = [...element.children].find(({ nodeName }) => nodeName.endsWith('Pr'));
  return properties?.getElementsByTagName(name)[0]?.getAttribute('m:val') ?? undefined;
}

const group = (base: string): string => (base.length > 1 ? `{${base}}` : base);
const script = (sign: string, content: string): string => (content === '' ? '' : `${sign}{${content}}`);
const escape = (text: string): string => text.replaceAll(/[\\{}%$#&~^_]/g, (sign) => special[sign] ?? `\\${sign}`);
const special: Readonly<Record<string, string>> = { '\\': '\\backslash ', '~': '\\sim ', '^': '\\hat{}' };
