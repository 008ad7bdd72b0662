import { longestQuery } from '../../shared/search.ts';

/** One thing that is looked for: it must be found as it stands. */
export interface Term {
  folded: string;
  /** As PostgreSQL wants it: all of its tokens, the last one of a word as the beginning of a word. */
  tsquery: string;
  /** Whether having the tokens is already proof of having the term. */
  exact: boolean;
}

/** A place in a text: its first character and the one behind its last. */
export type Mark = [from: number, to: number];

const ideograph = '\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{3ffff}';
/** Letters and the marks that combine with them; the dots between the syllables of Tibetan divide words. */
const letter = '0-9a-z\\u00c0-\\u0f0a\\u0f15-\\u1fff\\u2c00-\\u2dff\\ua000-\\uabff';
const runs = new RegExp(`[${ideograph}]+|[${letter}]+`, 'gu');
const isIdeographic = new RegExp(`^[${ideograph}]`, 'u');
const isLetter = new RegExp(`[${letter}]`, 'u');

const mostTerms = 6;
const longestWord = 60;

/** Text as it is compared: full width as half width, capitals as small letters. The same as `search_fold` in the database. */
export const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ');

/** The tokens of a folded text, each once. The same as `search_tokens` in the database. */
export function tokensOf(folded: string): string[] {
  const tokens = [...folded.matchAll(runs)].flatMap(([run]) => {
    if (!isIdeographic.test(run)) return [firstOf(run, longestWord)];
    const characters = [...run];
    return characters.map((character, index) => character + (characters[index + 1] ?? ''));
  });
  return [...new Set(tokens)];
}

/** What a query looks for: words between spaces, and what stands between quotation marks as a whole. At most six, in their order. */
export function readTerms(query: string): Term[] {
  const parts = fold(query.slice(0, longestQuery)).matchAll(/["“”「」『』]([^"“”「」『』]+)["“”「」『』]|[^\s"“”「」『』]+/gu);
  const terms = [...parts].map(([whole, quoted]) => toTerm((quoted ?? whole).trim()));
  const known = new Map(terms.flatMap((term) => (term === null ? [] : [[term.folded, term]])));
  return [...known.values()].slice(0, mostTerms);
}

function toTerm(folded: string): Term | null {
  const found = [...folded.matchAll(runs)].map(([run]) => run);
  if (found.length === 0) return null;
  const parts = found.flatMap((run, index) => {
    const isLast = index === found.length - 1;
    if (!isIdeographic.test(run)) return [quote(firstOf(run, longestWord), isLast)];
    const characters = [...run];
    // One character alone is the beginning of a pair, or the last of its line.
    if (characters.length === 1) return [quote(run, true)];
    return characters.slice(0, -1).map((character, at) => quote(character + (characters[at + 1] ?? ''), false));
  });
  const only = found.length === 1 && found[0] === folded ? found[0] : '';
  const exact = only !== '' && parts.length === 1 && [...only].length <= longestWord;
  return { folded, tsquery: parts.join(' & '), exact };
}

/** Tokens consist of letters and digits only, so that there is nothing in them to escape. */
const quote = (token: string, asBeginning: boolean) => `'${token}'${asBeginning ? ':*' : ''}`;

const firstOf = (word: string, most: number) => [...word].slice(0, most).join('');

/** Where the terms are in a text, in order and without overlap. Words are found at their beginnings. */
export function findMarks(text: string, terms: readonly Term[]): Mark[] {
  const { folded, places } = foldWithPlaces(text);
  const found = terms.flatMap((term) => occurrences(folded, term.folded)).toSorted((a, b) => a[0] - b[0] || b[1] - a[1]);
  const marks: Mark[] = [];
  for (const [from, to] of found) {
    const mark: Mark = [places[from] ?? 0, places[to] ?? text.length];
    const last = marks.at(-1);
    if (last !== undefined && mark[0] <= last[1]) last[1] = Math.max(last[1], mark[1]);
    else marks.push(mark);
  }
  return marks;
}

function occurrences(folded: string, term: string): Mark[] {
  const found: Mark[] = [];
  for (let at = folded.indexOf(term); at !== -1; at = folded.indexOf(term, at + term.length)) {
    const isWord = isLetter.test(term[0] ?? '') && !isIdeographic.test(term);
    if (!isWord || at === 0 || !isLetter.test(folded[at - 1] ?? '')) found.push([at, at + term.length]);
  }
  return found;
}

/** The folded text with, for each of its characters and its end, where it came from. */
function foldWithPlaces(text: string): { folded: string; places: number[] } {
  let folded = '';
  const places: number[] = [];
  let at = 0;
  // A letter and the accents that combine with it are folded together.
  for (const [cluster] of text.matchAll(/\P{M}\p{M}*|\p{M}+/gsu)) {
    const piece = fold(cluster);
    folded += piece;
    for (let index = 0; index < piece.length; index++) places.push(at);
    at += cluster.length;
  }
  places.push(text.length);
  return { folded, places };
}

const before = 20;
const longestPassage = 90;

/** Cuts a text to what surrounds its first mark: one line, with an ellipsis where something was left out. */
export function cutPassage(text: string, terms: readonly Term[]): { text: string; marks: Mark[] } {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const first = findMarks(line, terms)[0]?.[0] ?? 0;
  let from = first <= before * 2 ? 0 : first - before;
  let to = Math.min(line.length, from + longestPassage);
  if (/[\udc00-\udfff]/.test(line[from] ?? '')) from -= 1;
  if (/[\udc00-\udfff]/.test(line[to] ?? '')) to += 1;
  const cut = `${from > 0 ? '…' : ''}${line.slice(from, to)}${to < line.length ? '…' : ''}`;
  return { text: cut, marks: findMarks(cut, terms) };
}
