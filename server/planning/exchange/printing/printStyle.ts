import type { PrintedLesson } from '../tasks.ts';
import { printable } from './printed.ts';
import type { PrintedWords } from './printedWords.ts';

const song = `"SimSun", "Songti SC", "STSong", "Noto Serif CJK SC", "Source Han Serif SC", serif`;
const hei = `"SimHei", "Heiti SC", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif`;

/** Words as a string of CSS. */
const quoted = (words: string): string => `"${printable(words).replaceAll(/["\\\n<>]/g, '')}"`;

const common = `
* { box-sizing: border-box; }
html { color: #000; background: #fff; }
body { margin: 0; }
.hint { font: 14px/1.5 ${hei}; background: #fff8e1; border-bottom: 1px solid #e0c35c; margin: 0; padding: 10px 16px; }
@media print { .hint { display: none; } }
@media screen { main { max-width: 297mm; margin: 0 auto; padding: 8mm; } }
table { border-collapse: collapse; width: 100%; }
th, td { border: 0.6pt solid #444; vertical-align: top; text-align: left; overflow-wrap: anywhere; }
p, ul, ol, figure, blockquote { margin: 0; }
a { color: inherit; }
img { max-width: 100%; max-height: 120mm; }
math { font-size: 1.05em; }
`;

/** A4 upright, as schools print a 教案. Page numbers stand in the margin. */
export function planSheet(words: PrintedWords, lesson: PrintedLesson): string {
  const [before, between, after] = words.page('\u0001', '\u0001').split('\u0001');
  const number = `${quoted(before ?? '')} counter(page) ${quoted(between ?? '')} counter(pages) ${quoted(after ?? '')}`;
  return `
@page { size: A4; margin: 18mm 18mm 20mm; font: 8.5pt ${song}; color: #555;
  @bottom-left { content: ${quoted(words.footer(lesson.printedOn, lesson.state))}; font: 8.5pt ${song}; color: #555; }
  @bottom-right { content: ${number}; font: 8.5pt ${song}; color: #555; } }
${common}
main { font: 10.5pt/1.55 "Times New Roman", ${song}; }
h1 { font: 700 20pt/1.3 ${hei}; text-align: center; margin: 0 0 4mm; }
h3, h4, h5, h6 { font: 700 10.5pt/1.5 ${hei}; margin: 1mm 0 0.5mm; break-after: avoid; }
th { font-family: ${hei}; font-weight: 700; background: #f1f3f5; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
th, td { padding: 1.4mm 2mm; }
:lang(en) th { font-size: 9pt; }
table.form, table.course { border: 1.2pt solid #000; table-layout: fixed; }
table.form + table, table.course + table { margin-top: -1.2pt; }
col.label { width: 24mm; }
col.step { width: 26mm; }
col.lead { width: 30%; }
.form th[scope='row'] { text-align: center; vertical-align: middle; }
.fact td { vertical-align: middle; }
.blank td { height: 26mm; }
ul, ol { padding-left: 1.6em; }
blockquote { border-left: 1.5pt solid #999; padding-left: 2mm; }
figure { text-align: center; margin: 1mm 0; break-inside: avoid; }
figcaption { font-size: 9pt; color: #555; }
.math { text-align: center; margin: 1mm 0; }
.whose { font-family: ${hei}; font-weight: 700; }
table.inner { margin: 1mm 0; }
table.inner th, table.inner td { padding: 0.8mm 1.5mm; }
thead th { text-align: center; }
.course tbody { break-inside: auto; }
.course tr { break-inside: auto; }
.name { text-align: center; vertical-align: middle; font-family: ${hei}; font-weight: 700; }
.name .facts { font-weight: 400; font-size: 8.5pt; color: #555; }
.below { background: #fafaf7; font-size: 10pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.across strong { font-family: ${hei}; }
.across > strong + p { display: inline; }
`;
}

/** A4 lengthwise, in letters as large as the room allows. `points` is the size of the letters. */
export function wallSheet(points: number): string {
  return `
@page { size: A4 landscape; margin: 9mm; }
${common}
main { font: ${points}pt/1.32 ${hei}; }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 8mm; border-bottom: 2.2pt solid #000; margin-bottom: 3mm; padding-bottom: 1.5mm; }
h1 { font: 700 1.65em/1.2 ${hei}; margin: 0; }
header p { font-size: 0.95em; color: #333; text-align: right; }
table { table-layout: fixed; border: 1.4pt solid #000; }
th, td { padding: 0.28em 0.45em; vertical-align: middle; }
thead th { background: #1f2d3d; color: #fff; font-weight: 700; font-size: 0.85em; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
tbody tr { break-inside: avoid; }
tbody tr:nth-child(even) td { background: #f5f7f9; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
col.time { width: 9%; } col.step { width: 15%; } col.floor { width: 10.5%; } col.students { width: 20%; } col.cue { width: 18.5%; }
td.time { white-space: nowrap; font-variant-numeric: tabular-nums; }
td.time strong { font-size: 1.25em; }
td.time span { display: block; font-size: 0.8em; color: #444; }
td.step { font-weight: 700; }
td.line { border-left: 2.5pt solid #b3261e; }
thead th.line { background: #8c1d18; }
.floor b { display: inline-block; border: 1.2pt solid currentcolor; border-radius: 1em; padding: 0.05em 0.5em; font-weight: 700; font-size: 0.85em; }
.floor .lead { color: #0b4a8f; } .floor .local { color: #7a4100; } .floor .both { color: #4b2a86; } .floor .students { color: #14532d; }
`;
}
