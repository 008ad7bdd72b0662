import {
  MathFraction,
  MathLimitLower,
  MathLimitUpper,
  MathRadical,
  MathRun,
  MathSubScript,
  MathSubSuperScript,
  MathSuperScript,
  type MathComponent,
} from 'docx';
import { mathMl } from './mathMl.ts';
import { printable } from './printed.ts';

/** TeX as a formula that Word and WPS can edit, or null where it has something that they are not told here. */
export function formulaOf(latex: string): MathComponent[] | null {
  const root = mathMl(latex);
  if (root === null || root.querySelector('mtable, merror') !== null) return null;
  const components = [...root.children].flatMap(convert);
  return components.length > 0 ? components : null;
}

function convert(element: Element): MathComponent[] {
  const parts = [...element.children];
  const part = (index: number) => (parts[index] === undefined ? [] : convert(parts[index]));
  switch (element.localName) {
    case 'annotation':
    case 'mspace':
      return [];
    case 'mi':
    case 'mn':
    case 'mo':
    case 'mtext':
      // The invisible signs for "times" and "applied to" are nothing on paper.
      return runs((element.textContent ?? '').replaceAll(/[\u2061-\u2064]/g, ''));
    case 'mfrac':
      return [new MathFraction({ numerator: part(0), denominator: part(1) })];
    case 'msup':
      return [new MathSuperScript({ children: part(0), superScript: part(1) })];
    case 'msub':
      return [new MathSubScript({ children: part(0), subScript: part(1) })];
    case 'msubsup':
    case 'munderover':
      return [new MathSubSuperScript({ children: part(0), subScript: part(1), superScript: part(2) })];
    case 'msqrt':
      return [new MathRadical({ children: parts.flatMap(convert) })];
    case 'mroot':
      return [new MathRadical({ children: part(0), degree: part(1) })];
    case 'munder':
      return [new MathLimitLower({ children: part(0), limit: part(1) })];
    case 'mover':
      return [new MathLimitUpper({ children: part(0), limit: part(1) })];
    default:
      return parts.length > 0 ? parts.flatMap(convert) : runs(element.textContent ?? '');
  }
}

const runs = (text: string): MathComponent[] => (text === '' ? [] : [new MathRun(printable(text))]);
