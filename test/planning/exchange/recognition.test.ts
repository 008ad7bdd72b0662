import { describe, expect, it } from 'vitest';
import type { ImportFormat, ImportPart } from '../../../shared/exchange.ts';
import { readFile } from '../../../server/planning/exchange/reading/readFile.ts';
import type { ReadFile } from '../../../server/planning/exchange/tasks.ts';
import { png } from '../../files/support.ts';
import { across, cell, docxOf, line, merged, row, run, table } from './support.ts';

const read = (name: string, format: ImportFormat, bytes: Uint8Array): Promise<ReadFile> =>
  readFile({ task: 'import', name, format, bytes }, () => undefined);
const readWord = async (body: string, parts = {}) => read('教案.docx', 'docx', await docxOf(body, parts));
const readText = (text: string, format: ImportFormat = 'markdown') => read('教案.md', format, Buffer.from(text));

const intoOf = ({ preview }: ReadFile) => preview.parts.map(({ title, into, sure }) => [title, into, sure]);
const part = ({ preview }: ReadFile, into: string): ImportPart => {
  const found = preview.parts.find((each) => each.into === into);
  if (found === undefined) throw new Error(`nothing for ${into}`);
  return found;
};
const everything = ({ preview }: ReadFile): string =>
  [
    ...Object.values(preview.facts),
    ...preview.parts.flatMap(({ title, text, steps }) => [
      title,
      text,
      ...steps.flatMap(({ name, fields }) => [name, ...fields.map((field) => field.text)]),
    ]),
  ].join('\n');

describe('a plan written as one form, as schools print it (X1)', () => {
  const form = table(
    row(cell(line('课　题')), cell(line('圆的面积')), cell(line('课时')), cell(line('1 课时'))),
    row(cell(line('学科')), cell(line('数学')), cell(line('授课教师')), cell(line('林老师'))),
    row(cell(line('教学目标')), cell(line('1．会推导公式') + line('2．会计算'), across(3))),
    row(cell(line('教学重难点')), cell(line('重点：公式') + line('难点：推导'), across(3))),
    row(cell(line('教学过程', true), across(4))),
    row(cell(line('教学环节')), cell(line('教师活动')), cell(line('学生活动')), cell(line('设计意图'))),
    row(cell(line('导入（5分钟）'), merged(true)), cell(line('出示圆桌')), cell(line('观察')), cell(line('激发兴趣'))),
    row(cell(line(''), merged(false)), cell(line('追问：桌面多大？')), cell(line('猜一猜')), cell(line(''))),
    row(cell(line('新授 20′')), cell(line('剪拼')), cell(line('动手')), cell(line('转化'))),
    row(cell(line('板书设计')), cell(line('S = πr²'), across(3))),
    row(cell(line('教学反思')), cell(line(''), across(3))),
  );

  it('gives facts, sections, and a step a row with its minutes and activities', async () => {
    const file = await readWord(line('XX小学教案', true) + form);
    expect(file.preview.facts).toMatchObject({ title: '圆的面积', subject: '数学', periods: 1 });
    expect(part(file, 'objectives').text).toBe('1．会推导公式\n2．会计算');
    expect(part(file, 'keyPoints').text).toBe('重点：公式\n难点：推导');
    expect(part(file, 'board').text).toBe('S = πr²');
    expect(part(file, 'steps').steps).toEqual([
      {
        name: '导入',
        minutes: 5,
        fields: [
          { kind: 'lead', text: '出示圆桌\n追问：桌面多大？' },
          { kind: 'students', text: '观察\n猜一猜' },
          { kind: 'intent', text: '激发兴趣' },
        ],
      },
      {
        name: '新授',
        minutes: 20,
        fields: [
          { kind: 'lead', text: '剪拼' },
          { kind: 'students', text: '动手' },
          { kind: 'intent', text: '转化' },
        ],
      },
    ]);
    // What a lesson's card has no place for, and the line that names the school, are kept as text.
    expect(part(file, 'basics').text).toContain('XX小学教案');
    expect(everything(file)).toContain('授课教师：林老师');
  });

  it('reads 教学过程 at the left of its columns, and a column of the school’s own', async () => {
    const file = await readWord(
      table(
        row(
          cell(line('教学过程'), merged(true)),
          cell(line('环节')),
          cell(line('教师活动')),
          cell(line('学生活动')),
          cell(line('二次备课')),
        ),
        row(cell(line(''), merged(false)), cell(line('复习')), cell(line('提问')), cell(line('回答')), cell(line('改成抢答'))),
        row(cell(line('作业设计')), cell(line('练习三'), across(4))),
      ),
    );
    expect(part(file, 'steps').steps).toEqual([
      {
        name: '复习',
        minutes: null,
        fields: [
          { kind: 'lead', text: '提问\n二次备课\n改成抢答' },
          { kind: 'students', text: '回答' },
        ],
      },
    ]);
    expect(part(file, 'homework').text).toBe('练习三');
  });
});

describe('a plan written in lines (X2)', () => {
  it('is recognised by numbered, bold and bracketed headings, and by labels before a colon', async () => {
    const file = await readWord(
      [
        line('《草船借箭》教学设计', true),
        line('学科：语文　　年级：五年级'),
        line('一、教学目标', true),
        line('体会人物形象'),
        line('教学重点：品读对话'),
        line('【学情分析】五（2）班：读过三国故事'),
        line('四、教学过程', true),
        line('（一）导入（3分钟）', true),
        line('师：同学们好！'),
        line('学生活动：齐读课题'),
        line('【设计意图】引出人物'),
        line('（二）布置作业', true),
        line('抄写词语'),
        line('五、板书设计', true),
        line('借箭'),
        line('六、参考资料', true),
        line('《三国演义》'),
      ].join(''),
    );
    expect(file.preview.facts).toMatchObject({ title: '草船借箭', subject: '语文', grade: '五年级' });
    expect(intoOf(file).map(([, into]) => into)).toEqual(['objectives', 'keyPoints', 'learners', 'steps', 'board']);
    expect(part(file, 'learners').text).toBe('五（2）班\n读过三国故事');
    expect(part(file, 'steps').steps).toEqual([
      {
        name: '（一）导入',
        minutes: 3,
        fields: [
          { kind: 'lead', text: '师：同学们好！' },
          { kind: 'students', text: '齐读课题' },
          { kind: 'intent', text: '引出人物' },
        ],
      },
      { name: '（二）布置作业', minutes: null, fields: [{ kind: 'lead', text: '抄写词语' }] },
    ]);
    expect(everything(file)).toContain('参考资料');
    expect(everything(file)).toContain('《三国演义》');
  });

  it('shows a heading that names no section as unsure, and keeps it in the text', async () => {
    const file = await readText('# 教学目标\n\n会写\n\n# 安全预案\n\n注意剪刀\n');
    expect(intoOf(file)).toEqual([
      ['教学目标', 'objectives', true],
      ['安全预案', 'objectives', false],
    ]);
    expect(file.preview.parts[1]?.text).toBe('安全预案\n注意剪刀');
  });

  it('understands headings that the program numbers, which are lists in the file', async () => {
    const item = (text: string) =>
      `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>${run(text)}</w:p>`;
    const numbering =
      '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>';
    const file = await readWord(item('教学目标') + line('会读') + item('教学准备') + line('课件'), { numbering });
    expect(intoOf(file)).toEqual([
      ['教学目标', 'objectives', true],
      ['教学准备', 'preparation', true],
    ]);
  });
});

describe('what programs put beside the flow of a text is never lost (X3)', () => {
  const box = (text: string, choice: boolean) =>
    choice
      ? `<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>${line(text)}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>`
      : `<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing/></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>${line(text)}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>`;

  it('text boxes, tracked changes, notes, pinyin, fields, formulas, WordArt, headers', async () => {
    const file = await readWord(
      [
        line('教学目标', true),
        `<w:p>${run('前')}<w:r>${box('新文本框', true)}</w:r>${run('后')}<w:r>${box('旧文本框', false)}</w:r></w:p>`,
        `<w:p><w:ins w:id="1" w:author="a">${run('插入的字')}</w:ins><w:del w:id="2" w:author="a"><w:r><w:delText>删掉的字</w:delText></w:r></w:del></w:p>`,
        `<w:p>${run('有注')}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>`,
        `<w:p><w:r><w:ruby><w:rt>${run('hú')}</w:rt><w:rubyBase>${run('湖')}</w:rubyBase></w:ruby></w:r></w:p>`,
        `<w:p><w:fldSimple w:instr="TITLE">${run('域里的字')}</w:fldSimple></w:p>`,
        '<w:p><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></w:p>',
        '<w:p><w:r><w:pict><v:shape><v:textpath string="艺术字"/></v:shape></w:pict></w:r></w:p>',
      ].join(''),
      { footnotes: `<w:footnote w:id="2">${line('脚注的字')}</w:footnote>`, header: line('白石小学集体备课') },
    );
    const all = everything(file);
    for (const words of [
      '前',
      '新文本框',
      '后',
      '旧文本框',
      '插入的字',
      '有注',
      '脚注的字',
      '湖（hú）',
      '域里的字',
      '\\frac{1}{2}',
      '艺术字',
      '白石小学集体备课',
    ]) {
      expect(all).toContain(words);
    }
    expect(all).not.toContain('删掉的字');
    expect(new Set(file.preview.notes.map(({ what }) => what))).toEqual(
      new Set(['revisions', 'text-boxes', 'footnotes', 'recovered', 'margins']),
    );
    // A header is shown, and left out unless somebody wants it.
    expect(file.preview.parts.find(({ id }) => id === 'margins')).toMatchObject({ into: null, text: '白石小学集体备课' });
    expect(part(file, 'objectives').formulas).toBe(1);
  });

  it('pictures come along, and those in formats of their own are named', async () => {
    const drawing =
      '<w:drawing><wp:inline><wp:docPr id="1" name="p" descr="圆"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="rId1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>';
    const file = await readWord(`${line('板书设计', true)}<w:p>${run('左')}<w:r>${drawing}</w:r>${run('右')}</w:p>`, {
      picture: png(4, 4),
    });
    expect(part(file, 'board')).toMatchObject({ pictures: 1 });
    expect(file.parts[0]?.content.map(({ type }) => type)).toEqual(['paragraph', 'planImage', 'paragraph']);
    expect(file.pictures.map(({ type }) => type)).toEqual(['image/png']);
  });
});

describe('Markdown and HTML (X4)', () => {
  it('run nothing, fetch nothing, and keep their words (F01, F05)', async () => {
    const html = `<title>课</title><h2>教学目标</h2><p onclick="x()">会<script>alert(1)</script>算<img src="https://example.org/a.png" alt="外图"><a href="javascript:alert(1)">链</a></p><iframe src="/"></iframe><svg><text>图</text></svg>`;
    const file = await readText(html, 'html');
    const json = JSON.stringify(file.parts);
    expect(json).not.toMatch(/script|onclick|iframe|alert/);
    expect(part(file, 'objectives').text).toBe('会算［外图］链');
    expect(file.preview.notes).toEqual([{ what: 'pictures-outside', count: 1 }]);
    expect(file.preview.facts.title).toBe('课');
  });

  it('know tables, formulas and pictures within the file', async () => {
    const picture = png(2, 2).toString('base64');
    const file = await readText(
      `## 板书设计\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n\n面积 $\\pi r^2$，每份 5$ 或 6$ 都行\n\n$$\n\\frac{1}{2}\n$$\n\n![图][p]\n\n[p]: data:image/png;base64,${picture}\n`,
    );
    expect(part(file, 'board')).toMatchObject({ tables: 1, formulas: 2, pictures: 1 });
    expect(part(file, 'board').text).toContain('每份 5$ 或 6$ 都行');
  });

  it('are read in the encodings that older programs wrote', async () => {
    const gb = Buffer.from([0x23, 0x23, 0x20, 0xbd, 0xcc, 0xd1, 0xa7, 0xc4, 0xbf, 0xb1, 0xea, 0x0a, 0x0a, 0xbb, 0xe1]);
    expect(part(await read('旧.md', 'markdown', gb), 'objectives').text).toBe('会');
  });
});
