import { toBase64 } from 'lib0/buffer';
import * as Y from 'yjs';
import { homeworkLayers, plainText, planRoot, planSections, sites, stepFields } from '../../shared/planDocument.ts';
import { languageTag, getLanguage } from '../ui/language.ts';
import { translate } from '../ui/words.ts';
import { planWords } from './planWords.ts';

/**
 * A plan as one file that any browser and word processor opens: its text with the headings of the printed form. The document itself
 * is inside as well (a Yjs update in base64), so that nothing of it is lost.
 */
export function planFile(doc: Y.Doc, title: string): Blob {
  const body = elementsIn(doc.getXmlFragment(planRoot)).map(sectionHtml).join('\n');
  const update = toBase64(Y.encodeStateAsUpdate(doc));
  const html = `<!doctype html>
<html lang="${languageTag(getLanguage())}">
<meta charset="utf-8">
<title>${escape(title)}</title>
<body style="max-width:44rem;margin:2rem auto;padding:0 1rem;line-height:1.7;font-family:sans-serif">
<h1>${escape(title)}</h1>
${body}
<template data-yjs-update="${update}"></template>
</body>
</html>
`;
  return new Blob([html], { type: 'text/html;charset=utf-8' });
}

function sectionHtml(section: Y.XmlElement): string {
  const kind = oneOf(planSections, section.getAttribute('kind'));
  const heading = kind === null ? '' : `<h2>${escape(translate(planWords, `section.${kind}`))}</h2>`;
  return heading + elementsIn(section).map(blockHtml).join('\n');
}

function blockHtml(element: Y.XmlElement): string {
  const inside = () => elementsIn(element).map(blockHtml).join('\n');
  switch (element.nodeName) {
    case 'learnerProfile':
      return heading(attribute(element, 'className')) + inside();
    case 'sitePreparation': {
      const site = oneOf(sites, attribute(element, 'site'));
      return heading(site === null ? '' : translate(planWords, `site.${site}`)) + inside();
    }
    case 'homeworkLayer': {
      const layer = oneOf(homeworkLayers, attribute(element, 'layer'));
      return heading(layer === null ? '' : translate(planWords, `layer.${layer}`)) + inside();
    }
    case 'lessonStep':
      return `<section><h3>${escape(translate(planWords, 'step.minutesOf', { count: attribute(element, 'minutes') || '–' }))}</h3>${inside()}</section>`;
    case 'stepField': {
      const kind = oneOf(stepFields, attribute(element, 'kind'));
      const label = kind === null ? '' : `<strong>${escape(translate(planWords, `field.${kind}`))}</strong>`;
      return plainText(element) === '' ? '' : `<div>${label}${inside()}</div>`;
    }
    case 'bulletList':
      return `<ul>${inside()}</ul>`;
    case 'orderedList':
      return `<ol>${inside()}</ol>`;
    case 'listItem':
      return `<li>${inside()}</li>`;
    case 'blockquote':
      return `<blockquote>${inside()}</blockquote>`;
    case 'table':
      return `<table border="1">${inside()}</table>`;
    case 'tableRow':
      return `<tr>${inside()}</tr>`;
    case 'tableHeader':
      return `<th>${inside()}</th>`;
    case 'tableCell':
      return `<td>${inside()}</td>`;
    default:
      return `<p>${escape(wordsOf(element)).replaceAll('\n', '<br>')}</p>`;
  }
}

/** The words of one block; what is no text is said in words where it stands alone, too. */
function wordsOf(element: Y.XmlElement): string {
  const around = new Y.Doc().getXmlFragment('around');
  around.insert(0, [element.clone()]);
  return plainText(around);
}

const heading = (text: string): string => (text === '' ? '' : `<h3>${escape(text)}</h3>`);
const attribute = (element: Y.XmlElement, name: string): string => String(element.getAttribute(name) ?? '');
const elementsIn = (parent: Y.XmlFragment): Y.XmlElement[] =>
  parent.toArray().filter((child): child is Y.XmlElement => child instanceof Y.XmlElement);

function oneOf<T extends string>(known: readonly T[], value: unknown): T | null {
  return known.find((each) => each === value) ?? null;
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
