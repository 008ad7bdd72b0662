import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision, Thread } from '../../shared/feedback.ts';
import { findDifference } from '../../shared/planDifference.ts';
import { listNews, type NewsMark, type PlanNews } from '../../shared/planNews.ts';
import { lineOf, textBelow, type PlanMark, type PlanNode } from '../../shared/planNode.ts';
import { planSchema } from '../../shared/planSchema.ts';
import { authorsOfNews, placesChanged } from '../../shared/planTrail.ts';
import { listThreadNews } from '../../shared/threadNews.ts';

const text = (words: string, ...marks: PlanMark[]): PlanNode => ({ type: 'text', text: words, marks });
const paragraph = (...words: (string | PlanNode)[]): PlanNode => ({
  type: 'paragraph',
  content: words.filter((part) => part !== '').map((part) => (typeof part === 'string' ? text(part) : part)),
});
const node = (type: string, attrs: PlanNode['attrs'] = {}, ...content: PlanNode[]): PlanNode => ({ type, attrs, content });
const section = (kind: string, ...content: PlanNode[]) => node('planSection', { kind }, ...content);
const field = (kind: string, ...lines: string[]) => node('stepField', { kind }, ...lines.map((line) => paragraph(line)));
const step = (id: string, name: string, attrs: PlanNode['attrs'] = {}, ...fields: PlanNode[]) =>
  node('lessonStep', { id, minutes: 5, floor: 'lead', ...attrs }, field('name', name), ...fields);
const steps = (...content: PlanNode[]) => doc(section('steps', ...content));
const doc = (...content: PlanNode[]): PlanNode => ({ type: 'doc', content });
const newsOf = (before: PlanNode, after: PlanNode) => listNews(findDifference(before, after));
const told = (news: readonly PlanNews[]) =>
  news.map(({ kind, of, pieces }) =>
    `${kind} ${of} ${pieces.map(({ change, text: words }) => signs[change] + words).join('')}`.trim(),
  );
const signs = { same: '', added: '+', removed: '-', changed: '~' };

/** What a mark lies over in the plan as it is now. */
function marked(plan: PlanNode, mark: NewsMark): string {
  const found = mark.path.reduce<PlanNode>((parent, index) => parent.content?.[index] ?? { type: 'none' }, plan);
  if (mark.type === 'words') return lineOf(found).slice(mark.from, mark.to);
  return mark.type === 'node' ? textBelow(found) : `${mark.words}@${mark.at}`;
}
const markedIn = (after: PlanNode, news: readonly PlanNews[]) =>
  news.map(({ marks }) => marks.map((mark) => marked(after, mark)));

describe('the news of a plan (V12)', () => {
  it('of a plan that says the same there are none, whatever comments lie over it', () => {
    const comment = { type: 'comment', attrs: { threadId: 'one' } };
    const before = doc(section('methods', paragraph('小组合作')));
    expect(newsOf(before, before)).toEqual([]);
    expect(newsOf(before, doc(section('methods', paragraph('小组', text('合作', comment)))))).toEqual([]);
  });

  it('tells added, reworded and deleted passages under their sections, each with its words and its place in the text', () => {
    const before = doc(
      section('objectives', paragraph('能比较两个分数的大小')),
      section('methods', paragraph('小组合作讨论'), paragraph('最后全班一起看一段短片')),
    );
    const after = doc(
      section('objectives', paragraph('能比较两个分数的大小'), paragraph('愿意说出自己的想法')),
      section('methods', paragraph('小组操作讨论')),
    );
    const news = newsOf(before, after);
    expect(told(news)).toEqual([
      'added words +愿意说出自己的想法',
      'reworded words 小组-合作+操作讨论',
      'removed words -最后全班一起看一段短片',
    ]);
    expect(news.map(({ place }) => place.section)).toEqual(['objectives', 'methods', 'methods']);
    expect(markedIn(after, news)).toEqual([['愿意说出自己的想法'], ['合作@2', '操作'], ['最后全班一起看一段短片@1']]);
  });

  it('a line that was empty is added when it is written in, and removed when it is emptied', () => {
    const [empty, full] = [doc(section('board', paragraph())), doc(section('board', paragraph('四分之一')))];
    expect(told(newsOf(empty, full))).toEqual(['added words +四分之一']);
    const emptied = newsOf(full, empty);
    expect(told(emptied)).toEqual(['removed words -四分之一']);
    expect(markedIn(empty, emptied)).toEqual([['四分之一@0']]);
  });

  it('empty lines and spaces that come or go are no news', () => {
    const before = doc(section('board', paragraph('甲')));
    expect(newsOf(before, doc(section('board', paragraph('甲'), paragraph(), node('bulletList'))))).toEqual([]);
    expect(newsOf(before, doc(section('board', paragraph('甲 '))))).toEqual([]);
  });

  it('another form of the same words is told as such', () => {
    const before = doc(section('board', paragraph('平均分'), node('heading', { level: 2 }, text('写在哪里'))));
    const bold = paragraph('平均', text('分', { type: 'bold' }));
    const after = doc(section('board', bold, node('heading', { level: 3 }, text('写在哪里'))));
    const news = newsOf(before, after);
    expect(told(news)).toEqual(['formatted words 平均~分', 'formatted words 写在哪里']);
    expect(markedIn(after, news)).toEqual([['分'], ['写在哪里']]);
  });

  it('knows steps and classes that came, went and moved, by their names', () => {
    const before = doc(
      section('learners', node('learnerProfile', { id: 'p', className: '四（1）班' }, paragraph('会分月饼'))),
      section('steps', step('a', '导入'), step('b', '新授', {}, field('lead', '讲解分数的意义')), step('c', '练习')),
    );
    const after = doc(
      section('learners', node('learnerProfile', { id: 'q', className: '四（2）班' }, paragraph('还不会平均分'))),
      section('steps', step('c', '练习'), step('a', '导入'), step('d', '小结', {}, field('lead', '说说今天的收获'))),
    );
    const news = newsOf(before, after);
    expect(news.map(({ kind, of, place }) => [kind, of, place.part?.name])).toEqual(
      expect.arrayContaining([
        ['added', 'profile', '四（2）班'],
        ['removed', 'profile', '四（1）班'],
        ['added', 'step', '小结'],
        ['removed', 'step', '新授'],
      ]),
    );
    expect(news.filter(({ kind }) => kind === 'moved')).toHaveLength(1);
    expect(told(news).find((line) => line.startsWith('removed step'))).toBe('removed step -讲解分数的意义');
    expect(news).toHaveLength(5);
  });

  it('tells of a moved step also what was rewritten in it, and nothing of the copy that moving makes', () => {
    const before = steps(step('a', '导入', {}, field('cue', '请马老师')), step('b', '新授'), step('c', '练习'));
    const after = steps(step('b', '新授'), step('c', '练习'), step('a', '导入', { seen: '7.1' }, field('cue', '请马老师接着来')));
    const news = newsOf(before, after);
    expect(told(news)).toEqual(['moved step', 'reworded words 请马老师+接着来']);
    expect(news[1]?.place).toEqual({ section: 'steps', part: { id: 'a', name: '导入' }, field: 'cue' });
    expect(markedIn(after, news)[1]).toEqual(['接着来']);
  });

  it('tells minutes, who holds the floor and the name of a class with both values', () => {
    const profile = (className: string) => section('learners', node('learnerProfile', { id: 'p', className }));
    const before = doc(profile('四（1）班'), section('steps', step('a', '导入', { minutes: null })));
    const after = doc(profile('四（2）班'), section('steps', step('a', '导入', { minutes: 8, floor: 'local' })));
    const news = newsOf(before, after);
    expect(news.map(({ fact }) => fact)).toEqual(['className', 'minutes', 'floor']);
    expect(told(news)).toEqual(['set profile -四（1）班+四（2）班', 'set step +8', 'set step -lead+local']);
  });

  it('tells pictures, attachments and formulas, in a line too', () => {
    const image = (name: string) => node('planImage', { fileId: '1', name });
    const before = doc(section('board', paragraph('写出'), image('旧图.png')));
    const formula: PlanNode = { type: 'inlineMath', attrs: { latex: 'x' } };
    const after = doc(
      section(
        'board',
        paragraph('写出', formula),
        image('新图.png'),
        node('planFile', { fileId: '2', name: '学习单.docx' }),
        node('blockMath', { latex: 'y' }),
      ),
    );
    const news = newsOf(before, after);
    expect(told(news)).toEqual([
      'reworded words 写出+$x$',
      'reworded image -旧图.png+新图.png',
      'added file +学习单.docx',
      'added formula +$y$',
    ]);
    expect(news[0]?.marks).toEqual([{ type: 'words', path: [0, 0], from: 2, to: 3 }]);
    expect(told(newsOf(after, before))).toContain('removed file -学习单.docx');
  });

  it('says where in the form of a plan: the site, the layer of homework, the field of a step', () => {
    const made = (words: string) =>
      doc(
        section('preparation', node('sitePreparation', { site: 'local' }, paragraph(words))),
        section('homework', node('homeworkLayer', { layer: 'extended' }, paragraph(words))),
        section('steps', step('a', '导入', {}, field('lineDrop', words))),
      );
    expect(newsOf(made(''), made('带圆片')).map(({ place }) => place.field)).toEqual(['local', 'extended', 'lineDrop']);
  });

  it('what was in a part of the form that is gone is told as deleted words, where it stood', () => {
    const before = steps(step('a', '导入', {}, field('cue', '请马老师'), field('evidence')));
    const after = steps(step('a', '导入'));
    const news = newsOf(before, after);
    expect(told(news)).toEqual(['removed words -请马老师']);
    expect(news[0]?.place.field).toBe('cue');
    expect(news[0]?.marks).toEqual([{ type: 'gap', path: [0, 0], at: 1, words: '请马老师' }]);
  });

  const words = fc.stringMatching(/^[甲乙丙丁，a ]{0,8}$/);
  const block = fc.oneof(
    words.map((line) => paragraph(line)),
    fc
      .array(words, { maxLength: 3 })
      .map((lines) => node('bulletList', {}, ...lines.map((line) => node('listItem', {}, paragraph(line))))),
    words.map((name) => node('planFile', { fileId: 'f', name })),
  );
  const lessonSteps = fc
    .uniqueArray(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), minutes: fc.nat(3), name: words, lead: words }), {
      selector: ({ id }) => id,
      maxLength: 5,
    })
    .map((all) =>
      section('steps', ...all.map(({ id, minutes, name, lead }) => step(id, name, { minutes }, field('lead', lead)))),
    );
  const plan = fc
    .tuple(fc.array(block, { maxLength: 5 }), lessonSteps)
    .map(([blocks, all]) => doc(section('board', ...blocks), all));

  it('whatever was done, every mark is in the plan as it is now, and same plans have no news', () => {
    fc.assert(
      fc.property(plan, plan, (before, after) => {
        expect(newsOf(after, after)).toEqual([]);
        for (const { marks, pieces } of newsOf(before, after)) {
          expect(marks.length).toBeGreaterThan(0);
          const added = pieces.filter(({ change }) => change === 'added').map((piece) => piece.text);
          for (const mark of marks) {
            if (mark.type === 'words') expect(added).toContain(marked(after, mark));
            let holder: PlanNode | undefined = after;
            for (const index of mark.path) holder = holder?.content?.[index];
            expect(holder).toBeDefined();
          }
        }
      }),
    );
  });

  it('of 300 steps with two changes in each, every change is told by itself (V11)', () => {
    const make = (words: string, minutes: number) =>
      planSchema
        .nodeFromJSON(
          steps(
            ...Array.from({ length: 300 }, (_none, index) =>
              step(
                `s${index}`,
                `环节${index}`,
                { minutes },
                field('lead', `第${index}步先出示材料，再${words}，最后请学生说一说`),
              ),
            ),
          ),
        )
        .toJSON() as PlanNode;
    const [before, after] = [make('讲解', 5), make('操作', 6)];
    const news = newsOf(before, after);
    expect(news).toHaveLength(600);
    expect(new Set(news.map(({ kind }) => kind))).toEqual(new Set(['set', 'reworded']));
  });
});

describe('who made a change (V13)', () => {
  const start = steps(step('a', '导入', {}, field('cue', '请')), step('b', '新授', {}, field('cue', '好')));
  const middle = steps(step('a', '导入', {}, field('cue', '请说')), step('b', '新授', {}, field('cue', '好')));
  const end = steps(
    step('b', '新授', { minutes: 9 }, field('cue', '好')),
    step('a', '导入', {}, field('cue', '请说')),
    step('c', '小结'),
  );

  it('is read from the spells in which its place changed', () => {
    const spells = [
      { authors: ['one'], places: placesChanged(start, middle) },
      { authors: ['two', 'three'], places: placesChanged(middle, end) },
    ];
    const found = newsOf(start, end).map((news) => [news.kind, news.place.part?.id, authorsOfNews(news, spells)]);
    expect(found).toContainEqual(['reworded', 'a', ['one']]);
    expect(found).toContainEqual(['set', 'b', ['two', 'three']]);
    expect(found).toContainEqual(['added', 'c', ['two', 'three']]);
    expect(found.find(([kind]) => kind === 'moved')?.[2]).toEqual(['two', 'three']);
  });

  it('is the only writer where nothing had to be compared, and nobody where no spell accounts for it', () => {
    const [news] = newsOf(start, middle);
    if (news === undefined) throw new Error('no news');
    expect(authorsOfNews(news, [{ authors: ['one'], places: null }])).toEqual(['one']);
    expect(authorsOfNews(news, [{ authors: ['one'], places: [] }])).toEqual([]);
  });

  it('does not count comments, how text is cut into nodes, or the copy that moving makes', () => {
    const comment = { type: 'comment', attrs: { threadId: 'one' } };
    const before = doc(section('methods', paragraph('小组合作')), section('steps', step('a', '导入')));
    const after = doc(
      section('methods', paragraph('小', '组', text('合作', comment))),
      section('steps', step('a', '导入', { seen: '3.4' })),
    );
    expect(placesChanged(before, after)).toEqual([]);
    const bold = doc(section('methods', paragraph('小组', text('合作', { type: 'bold' }))), section('steps', step('a', '导入')));
    expect(placesChanged(before, bold)).toHaveLength(1);
  });

  it('every piece of news has a place that changed', () => {
    const all = newsOf(start, end);
    const spells = [{ authors: ['one'], places: placesChanged(start, end) }];
    expect(all.map((news) => authorsOfNews(news, spells))).toEqual(all.map(() => ['one']));
  });
});

describe('the news of threads (V12)', () => {
  const me = { id: 'me', name: '我', colour: 1 };
  const other = { id: 'other', name: '马老师', colour: 2 };
  const at = (hour: number) => `2026-11-20T0${hour}:00:00.000Z`;
  const decision: Decision = {
    id: 'd',
    outcome: 'adopted',
    by: other,
    at: at(6),
    reason: null,
    wording: '新的说法',
    replaced: '旧的说法',
    withdrawnAt: null,
    withdrawnBy: null,
  };
  const thread: Thread = {
    id: 't',
    lessonId: 'l',
    kind: 'suggestion',
    anchor: { type: 'lesson' },
    comments: [
      { id: '1', author: other, body: '以前说的', createdAt: at(1) },
      { id: '2', author: me, body: '我说的', createdAt: at(4) },
      { id: '3', author: other, body: '后来说的', createdAt: at(5) },
    ],
    createdAt: at(1),
    resolvedAt: null,
    resolvedBy: null,
    mayResolve: true,
    wording: null,
    decisions: [],
    source: null,
    mayDecide: false,
  };
  const kinds = (given: Partial<Thread>, since = at(3)) =>
    listThreadNews([{ ...thread, ...given }], since, 'me').map(({ kind, words }) => [kind, words]);

  it('are what others said since, not what I said and not what I had seen', () => {
    expect(kinds({})).toEqual([['replied', '后来说的']]);
    expect(kinds({}, '2026-11-20T00:00:00Z')).toEqual([
      ['opened', '以前说的'],
      ['replied', '后来说的'],
    ]);
  });

  it('are decisions with the wording or the reason; that a decision resolves its thread is not said twice', () => {
    const resolved = { resolvedAt: at(7), resolvedBy: other };
    expect(kinds({ decisions: [decision], ...resolved })).toContainEqual(['adopted', '新的说法']);
    expect(kinds({ decisions: [decision], ...resolved })).toHaveLength(2);
    const declined: Decision = { ...decision, outcome: 'declined', wording: null, reason: '已经学过' };
    expect(kinds({ decisions: [declined] })).toContainEqual(['declined', '已经学过']);
    expect(kinds(resolved)).toContainEqual(['resolved', '']);
  });

  it('are withdrawn decisions too', () => {
    const withdrawn = { ...decision, by: me, withdrawnAt: at(8), withdrawnBy: other };
    expect(kinds({ decisions: [withdrawn] }).map(([kind]) => kind)).toEqual(['replied', 'withdrawn']);
  });

  it('a suggestion that is only wording is told by it', () => {
    const comments = [{ id: '1', author: other, body: '', createdAt: at(5) }];
    expect(kinds({ comments, wording: '改成这样' })).toEqual([['opened', '改成这样']]);
  });
});
