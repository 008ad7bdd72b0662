import { JSDOM } from 'jsdom';
import katex from 'katex';

const { window } = new JSDOM('');

/** TeX as MathML, which browsers draw by themselves; null for what is no TeX. */
export function mathMl(latex: string, display = false): Element | null {
  try {
    const html = katex.renderToString(latex, {
      output: 'mathml',
      displayMode: display,
      throwOnError: true,
      trust: false,
      maxExpand: 200,
      maxSize: 20,
    });
    const root = new window.DOMParser().parseFromString(html, 'text/html').querySelector('math');
    root?.querySelector('annotation')?.remove();
    return root;
  } catch {
    return null;
  }
}
