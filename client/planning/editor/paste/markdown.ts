import MarkdownIt from 'markdown-it';
import cjkFriendly from 'markdown-it-cjk-friendly';

/** Reads the signs in 说**“好”**了 as signs, which strictly they are not: Chinese has no spaces between words. */
const reader = new MarkdownIt({ html: false, linkify: false, breaks: true }).use(cjkFriendly);

/** Markdown as the HTML that the editor reads, formulas between dollar signs included. */
export function markdownToHtml(markdown: string): string {
  const { body } = new DOMParser().parseFromString(reader.render(markdown), 'text/html');
  const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) found.push(node as Text);
  for (const text of found) {
    const parts = text.data.split(/\$([^\s$](?:[^$\n]*[^\s$])?)\$/);
    text.replaceWith(...parts.map((part, index) => (index % 2 === 0 ? part : formula(part))));
  }
  return body.innerHTML;
}

function formula(latex: string): HTMLElement {
  const made = document.createElement('span');
  made.dataset['planNode'] = 'inlineMath';
  made.dataset['latex'] = latex;
  return made;
}
