import MarkdownIt from 'markdown-it';
import cjkFriendly from 'markdown-it-cjk-friendly';
import type StateBlock from 'markdown-it/lib/rules_block/state_block.mjs';
import type StateInline from 'markdown-it/lib/rules_inline/state_inline.mjs';
import { mathMarks } from './html.ts';

/** Markdown as HTML, with formulas in dollar signs. What is written as HTML in it is made harmless afterwards, as all HTML is. */
export function markdownToHtml(text: string): string {
  // Strictly read, the signs in 说**“好”**了 are none; Chinese has no spaces between words, and people mean them.
  const reader = new MarkdownIt({ html: true, linkify: true }).use(cjkFriendly);
  // Pictures may be written into the file; other addresses of data are not links.
  reader.validateLink = (address) => !/^(javascript|vbscript|file|data):/i.test(address) || /^data:image\//i.test(address);
  reader.inline.ruler.after('escape', 'math', inlineMath);
  reader.block.ruler.before('fence', 'math', blockMath, { alt: ['paragraph'] });
  return reader.render(text);
}

function inlineMath(state: StateInline, silent: boolean): boolean {
  const rest = state.src.slice(state.pos, state.posMax);
  const found = /^\$(?![\s$\d]*\$)((?:\\.|[^$\\\n])+?)(?<!\s)\$(?!\d)/.exec(rest);
  if (found === null || /^\s/.test(found[1] ?? '')) return false;
  if (!silent) state.push('text', '', 0).content = `${mathMarks.begin}${found[1]}${mathMarks.end}`;
  state.pos += found[0].length;
  return true;
}

function blockMath(state: StateBlock, first: number, last: number, silent: boolean): boolean {
  const line = (at: number) => state.src.slice((state.bMarks[at] ?? 0) + (state.tShift[at] ?? 0), state.eMarks[at]).trimEnd();
  const opening = line(first);
  if (!opening.startsWith('$$')) return false;
  let at = first;
  let latex = opening.slice(2);
  while (!latex.endsWith('$$')) {
    at++;
    if (at >= last) return false;
    latex += `\n${line(at)}`;
  }
  if (silent) return true;
  state.line = at + 1;
  state.push('paragraph_open', 'p', 1);
  const inline = state.push('inline', '', 0);
  inline.content = '';
  inline.children = [];
  const text = new state.Token('text', '', 0);
  text.content = `${mathMarks.begin}${mathMarks.block}${latex.slice(0, -2).trim()}${mathMarks.end}`;
  inline.children.push(text);
  state.push('paragraph_close', 'p', -1);
  return true;
}
