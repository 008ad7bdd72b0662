import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type OpenDatabase } from '../../server/database/open.ts';
import { cutPassage, findMarks, fold, readTerms, tokensOf } from '../../server/search/words.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let own: TestDatabase;
let database: OpenDatabase;

beforeAll(async () => {
  own = await createTestDatabase();
  database = await openDatabase({ connection: own.connection, durable: false });
});
afterAll(async () => {
  await database.close();
  await own.drop();
});

const inDatabase = async (text: string): Promise<{ folded: string; tokens: string[] }> => {
  const { rows } = await database.pool.query<{ folded: string; tokens: string[] }>(
    'select search_fold($1) as folded, search_tokens(search_fold($1)) as tokens',
    [text],
  );
  return rows[0] ?? { folded: '', tokens: [] };
};

describe('a text', () => {
  it.each([
    ['认识几分之一', ['认识', '识几', '几分', '分之', '之一', '一']],
    ['ＰＰＴ第３课：Ｆraction 分数', ['ppt', '第', '3', '课', 'fraction', '分数', '数']],
    ['𠮷野家𠮷', ['𠮷野', '野家', '家𠮷', '𠮷']],
    ['ཞིང་ ئۇيغۇر été', ['ཞིང', 'ئۇيغۇر', 'été']],
    ['', []],
    ['……、！', []],
  ])('is cut into pairs of characters and words by the server and by the database alike: %s (F1)', async (text, tokens) => {
    expect(new Set(tokensOf(fold(text)))).toEqual(new Set(tokens.map(fold)));
    expect(new Set((await inDatabase(text)).tokens)).toEqual(new Set(tokensOf(fold(text))));
  });

  it('is, whatever is in it, cut alike by both (F1)', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '分数',
        '的',
        '课',
        '３',
        'Ａb',
        'é',
        ' ',
        '，',
        '\n',
        'の',
        '한글',
        '㎡',
        '½',
        'ﬁ',
        'ß',
        'Σ',
        '𠀀',
        "'",
        '\\',
        ':*',
        '&',
      ),
      fc.string({ maxLength: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const text = pieces.join('').replaceAll('\u0000', '');
        expect(new Set((await inDatabase(text)).tokens)).toEqual(new Set(tokensOf(fold(text))));
      }),
      { numRuns: 150, seed: 20_260 },
    );
  });
});

describe('a query', () => {
  it('is read as words, of which those between quotation marks stand together', () => {
    expect(readTerms(' 分数  分数 “lesson plan” 3D打印 ，。').map(({ folded, exact }) => [folded, exact])).toEqual([
      ['分数', true],
      ['lesson plan', false],
      ['3d打印', false],
    ]);
  });

  it('of any kind is one that the database understands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 30 }), async (text) => {
        for (const { tsquery } of readTerms(text.replaceAll('\u0000', ''))) {
          await database.pool.query('select $1::tsquery', [tsquery]);
        }
      }),
      { numRuns: 150, seed: 20_261 },
    );
  });
});

describe('the marks in a passage', () => {
  const marked = (text: string, query: string) => findMarks(text, readTerms(query)).map(([from, to]) => text.slice(from, to));

  it('are the words as they were written', () => {
    expect(marked('把１个圆平均分成４份，每份是 1/4', '4 圆平')).toEqual(['圆平', '４', '4']);
    expect(marked('FRACTIONS and refractions', 'fraction')).toEqual(['FRACTION']);
    expect(marked('㎡ 面积', 'm2')).toEqual(['㎡']);
    expect(marked('é面e\u0301积', 'é')).toEqual(['é', 'e\u0301']);
  });

  it('stay where they are when a long text is cut', () => {
    const { text, marks } = cutPassage(`${'前'.repeat(300)}\n四分之一\n${'后'.repeat(300)}`, readTerms('四分'));
    expect(text.length).toBeLessThan(100);
    expect(marks.map(([from, to]) => text.slice(from, to))).toEqual(['四分']);
    expect([text.startsWith('…'), text.endsWith('…')]).toEqual([true, true]);
    expect(cutPassage(`${'𠮷'.repeat(101)}四分${'𠮷'.repeat(200)}`, readTerms('四分')).text).not.toMatch(
      /(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/,
    );
  });
});
