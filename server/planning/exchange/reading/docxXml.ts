import { JSDOM } from 'jsdom';
import { WorkError } from '../errors.ts';
import { mathMarks } from './html.ts';
import { ommlToLatex } from './ommlToLatex.ts';

/** What was found in the XML of a document that is worth telling. */
export interface Findings {
  revisions: number;
  textBoxes: number;
  formulas: number;
  /** Words in places that have no flow, such as WordArt and diagrams. */
  lost: string[];
}

const { window } = new JSDOM('');

/** Brings the XML of a document into the form that mammoth reads whole. Answers the text of its paragraphs as well. */
export function prepareBody(xml: string, findings: Findings): { xml: string; paragraphs: string[] } {
  const document = parseXml(xml);
  dropDeleted(document, findings);
  chooseAlternatives(document);
  hoistTextBoxes(document, findings);
  for (const formula of elements(document, 'm:oMathPara')) writeFormula(formula, true, findings);
  for (const formula of elements(document, 'm:oMath')) writeFormula(formula, false, findings);
  for (const ruby of elements(document, 'w:ruby')) writeRuby(ruby);
  for (const name of ['w:fldSimple', 'w:dir', 'w:bdo']) for (const element of elements(document, name)) unwrap(element);
  for (const path of elements(document, 'v:textpath')) findings.lost.push(path.getAttribute('string') ?? '');
  for (const shape of elements(document, 'a:p')) findings.lost.push(texts(shape, 'a:t'));
  findings.lost = findings.lost.filter((line) => line.trim() !== '');
  const paragraphs = elements(document, 'w:p').map((paragraph) => texts(paragraph, 'w:t'));
  return { xml: new window.XMLSerializer().serializeToString(document), paragraphs };
}

/** The lines of a part that stands apart from the flow, such as a header. */
export function textOfPart(xml: string): string[] {
  const document = parseXml(xml);
  return elements(document, 'w:p')
    .map((paragraph) => texts(paragraph, 'w:t').trim())
    .filter((line) => line !== '');
}

function parseXml(xml: string): XMLDocument {
  const document = new window.DOMParser().parseFromString(xml, 'text/xml');
  if (document.getElementsByTagName('parsererror').length > 0) throw new WorkError('damaged_file');
  return document;
}

/** Tracked changes are read as if all had been accepted: what was deleted or moved away is no text of the file any more. */
function dropDeleted(document: XMLDocument, findings: Findings): void {
  const gone = ['w:del', 'w:moveFrom'].flatMap((name) => elements(document, name));
  findings.revisions += gone.length + elements(document, 'w:ins').length + elements(document, 'w:moveTo').length;
  for (const element of gone) {
    // Within the properties of a paragraph it says that the paragraph's end was deleted, which mammoth heeds.
    if (element.parentElement?.nodeName === 'w:rPr' || element.parentElement?.nodeName === 'w:trPr') continue;
    element.remove();
  }
}

/** The same thing is said twice, for new programs and for old ones; one of the two is kept. */
function chooseAlternatives(document: XMLDocument): void {
  for (const alternative of elements(document, 'mc:AlternateContent').toReversed()) {
    const [choice, fallback] = ['mc:Choice', 'mc:Fallback'].map((name) => child(alternative, name));
    const readable = (one: Element | undefined) =>
      one !== undefined && ['w:txbxContent', 'pic:pic', 'a:t'].some((name) => elements(one, name).length > 0);
    const kept = readable(choice) ? choice : (fallback ?? choice);
    alternative.replaceWith(...(kept === undefined ? [] : kept.children));
  }
}

/** A text box hangs in the middle of a paragraph; its lines go behind that paragraph. */
function hoistTextBoxes(document: XMLDocument, findings: Findings): void {
  for (const box of elements(document, 'w:txbxContent').toReversed()) {
    const host = ancestor(box.parentElement, 'w:p');
    if (host === null) continue;
    findings.textBoxes++;
    host.after(...box.children);
    box.remove();
  }
}

function writeFormula(formula: Element, display: boolean, findings: Findings): void {
  const document = formula.ownerDocument;
  const host = ancestor(formula, 'w:p');
  // What stands alone in its line is on a line of its own in the plan too.
  const others = host === null ? 0 : elements(host, 'm:oMath').length;
  const alone = host !== null && texts(host, 'w:t').trim() === '' && (display || others <= 1);
  const latex = ommlToLatex(formula);
  findings.formulas++;
  const run = make(document, 'w:r');
  const text = make(document, 'w:t');
  text.textContent = `${mathMarks.begin}${alone ? mathMarks.block : ''}${latex}${mathMarks.end}`;
  run.append(text);
  if (latex.trim() === '') formula.remove();
  else formula.replaceWith(run);
}

/** Pinyin above a word is put behind it. */
function writeRuby(ruby: Element): void {
  const base = child(ruby, 'w:rubyBase');
  const above = child(ruby, 'w:rt');
  const run = ancestor(ruby, 'w:r');
  const words = `${base === undefined ? '' : texts(base, 'w:t')}${above === undefined ? '' : `（${texts(above, 'w:t')}）`}`;
  const text = make(ruby.ownerDocument, 'w:t');
  text.textContent = words;
  if (run === null) {
    const made = make(ruby.ownerDocument, 'w:r');
    made.append(text);
    ruby.replaceWith(made);
  } else ruby.replaceWith(text);
}

function unwrap(element: Element): void {
  element.replaceWith(...element.children);
}

/** The nearest element of a name from an element upwards. */
function ancestor(from: Element | null, name: string): Element | null {
  let at = from;
  while (at !== null && at.nodeName !== name) at = at.parentElement;
  return at;
}

const elements = (parent: Document | Element, name: string): Element[] => [...parent.getElementsByTagName(name)];

const child = (parent: Element, name: string): Element | undefined =>
  [...parent.children].find(({ nodeName }) => nodeName === name);

/** The text below an element, without that of paragraphs nested in it. */
function texts(parent: Element, name: string): string {
  return elements(parent, name)
    .filter((text) => parent.nodeName !== 'w:p' || ancestor(text, 'w:p') === parent)
    .map(({ textContent }) => textContent ?? '')
    .join('');
}

function make(document: Document, name: string): Element {
  return document.createElementNS('http://schemas.openxmlformats.org/wordprocessingml/2006/main', name);
}
