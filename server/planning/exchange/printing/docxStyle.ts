import {
  AlignmentType,
  BorderStyle,
  LevelFormat,
  TableLayoutType,
  type IParagraphOptions,
  type IPropertiesOptions,
  type ITableCellOptions,
} from 'docx';

/** Lengths in twentieths of a point: A4 with margins of 2 cm. */
export const page = { width: 11_906, height: 16_838, margin: 1_134, inside: 11_906 - 2 * 1_134 };

/** Fonts by the names under which Word and WPS have them; the Latin ones for letters and digits. */
const song = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman', eastAsia: '宋体' };
export const hei = { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial', eastAsia: '黑体' };

/** The paragraph styles of our files. `Tongke Label` and `Tongke Label Line` are what an import knows our own labels by. */
export const styleIds = {
  label: 'TongkeLabel',
  line: 'TongkeLabelLine',
  heading: 'TongkeHeading',
  step: 'TongkeStep',
  note: 'TongkeNote',
} as const;

export const numbersFrom = (start: number): string => `numbers-${start}`;

/** Whole settings of a document; a list that starts elsewhere than at 1 has a numbering of its own. */
export function documentSettings(starts: ReadonlySet<number>): Pick<IPropertiesOptions, 'styles' | 'numbering' | 'creator'> {
  const levels = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const indent = (level: number) => ({ paragraph: { indent: { left: 380 * (level + 1), hanging: 380 } } });
  return {
    creator: 'Tongke 同课',
    styles: {
      default: {
        document: {
          run: { font: song, size: 21, language: { value: 'en-US', eastAsia: 'zh-CN' } },
          paragraph: { spacing: { line: 300 } },
        },
        title: {
          run: { font: hei, size: 40, bold: true, color: '000000' },
          paragraph: { alignment: AlignmentType.CENTER, spacing: { before: 0, after: 200, line: 480 } },
        },
        ...Object.fromEntries(
          ([1, 2, 3, 4, 5, 6] as const).map((level) => [
            `heading${level}`,
            {
              run: { font: hei, size: level <= 2 ? 24 : 21, bold: true, color: '000000' },
              paragraph: { spacing: { before: 60, after: 40 }, keepNext: true },
            },
          ]),
        ),
      },
      paragraphStyles: [
        { id: styleIds.label, name: 'Tongke Label', basedOn: 'Normal', run: { font: hei, bold: true } },
        { id: styleIds.line, name: 'Tongke Label Line', basedOn: 'Normal' },
        { id: styleIds.step, name: 'Tongke Step', basedOn: 'Normal', run: { font: hei, bold: true } },
        { id: styleIds.note, name: 'Tongke Note', basedOn: 'Normal', run: { size: 18, color: '595959' } },
      ],
    },
    numbering: {
      config: [
        {
          reference: 'bullets',
          levels: levels.map((level) => ({
            level,
            format: LevelFormat.BULLET,
            text: ['●', '○', '■'][level % 3] ?? '●',
            style: { ...indent(level), run: { size: 14 } },
          })),
        },
        ...[...starts].map((start) => ({
          reference: numbersFrom(start),
          levels: levels.map((level) => ({
            level,
            format: level % 2 === 0 ? LevelFormat.DECIMAL : LevelFormat.LOWER_LETTER,
            text: `%${level + 1}.`,
            start: level === 0 ? start : 1,
            style: indent(level),
          })),
        })),
      ],
    },
  };
}

const line = { style: BorderStyle.SINGLE, size: 4, color: '404040' };
const edge = { style: BorderStyle.SINGLE, size: 10, color: '000000' };

/** The lines of a printed form: thin inside, strong around. */
export const formBorders = { top: edge, bottom: edge, left: edge, right: edge, insideHorizontal: line, insideVertical: line };
export const plainBorders = { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line };
export const fixed = TableLayoutType.FIXED;

export const cellMargins: ITableCellOptions['margins'] = { top: 60, bottom: 60, left: 100, right: 100 };
export const labelShading = { fill: 'F1F3F5' };
export const centred: Pick<IParagraphOptions, 'alignment'> = { alignment: AlignmentType.CENTER };
