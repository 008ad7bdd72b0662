import { sql, type RawBuilder, type Selectable } from 'kysely';
import type { Answer } from '../../shared/http.ts';
import { foundPerPage, type Found, type FoundPassage, type search } from '../../shared/search.ts';
import type { ParsedInput } from '../../shared/http.ts';
import type { Database, Db } from '../database/schema.ts';
import { cutPassage, findMarks, readTerms, type Term } from './words.ts';

export type Query = ParsedInput<typeof search>['query'];

/** What someone may find, as conditions on the tables `lessons` and `needs`. */
export interface Sight {
  accountId: string;
  lessons: RawBuilder<boolean>;
  needs: RawBuilder<boolean>;
}

type EntryRow = Selectable<Database['search_entries']>;
type Passage = Pick<EntryRow, 'lesson_id' | 'need_id' | 'kind' | 'anchor' | 'field' | 'body'> & { count: number };

interface Subject {
  id: string;
  what: 'lesson' | 'need';
  title: string;
  subject: string;
  grade: string;
  state: Found['state'];
  pairingId: string | null;
  at: Date;
  total: number;
}

/** How many passages of one lesson are shown. */
const mostPassages = 3;

/**
 * Finds the lessons and needs in which all terms are, the best first: titles before names of steps before other text, then what was
 * changed last. Only what `sight` allows is looked at.
 */
export async function find(db: Db, query: Query, sight: Sight): Promise<Answer<typeof search>> {
  const terms = readTerms(query.q);
  if (terms.length === 0) return { items: [], total: 0, page: query.page, pages: 0 };
  const subjects = await findSubjects(db, terms, query, sight);
  const total = subjects[0]?.total ?? 0;
  const passages = await findPassages(db, terms, query, subjects);
  const names = await stepNames(db, passages);
  const items = subjects.map((subject): Found => {
    const own = passages.filter(({ lesson_id, need_id }) => (lesson_id ?? need_id) === subject.id);
    const { id, what, title, grade, state, pairingId } = subject;
    return {
      id,
      what,
      title,
      titleMarks: findMarks(title, terms),
      subject: subject.subject,
      grade,
      state,
      pairingId,
      at: subject.at.toISOString(),
      passages: own.map((passage) => toPassage(passage, terms, names)),
      count: own[0]?.count ?? 0,
    };
  });
  return { items, total, page: query.page, pages: Math.ceil(total / foundPerPage) };
}

async function findSubjects(db: Db, terms: readonly Term[], query: Query, sight: Sight): Promise<Subject[]> {
  const best = terms.map(
    (term, index) => sql`max(entries.weight) filter (where ${matches(term, terms)}) as ${sql.ref(`best${index}`)}`,
  );
  const found = terms.map((_term, index) => sql`${sql.ref(`best${index}`)} is not null`);
  const score = terms.map((_term, index) => sql`${sql.ref(`best${index}`)}`);
  const { rows } = await sql<Subject>`
    with seen as materialized (
      select lessons.id, 'lesson' as what, title, subject, grade, state, null::uuid as "pairingId", updated_at as at
      from lessons where ${sight.lessons} and ${lessonFilter(query, sight.accountId)}
      union all
      select needs.id, 'need', title, subject, grade, null, teams.pairing_id, needs.created_at
      from needs join teams on teams.id = needs.team_id where ${sight.needs} and ${needFilter(query)}
    ), found as (
      select coalesce(entries.lesson_id, entries.need_id) as id, ${sql.join(best)}
      from search_entries as entries
      where entries.tokens @@ ${anyOf(terms)}::tsquery and ${kindFilter(query)}
      group by 1
    )
    select seen.*, count(*) over ()::int as total
    from found join seen on seen.id = found.id
    where ${sql.join(found, sql` and `)}
    order by ${sql.join(score, sql` + `)} desc, at desc, seen.id
    limit ${foundPerPage} offset ${(query.page - 1) * foundPerPage}`.execute(db);
  return rows;
}

async function findPassages(db: Db, terms: readonly Term[], query: Query, subjects: readonly Subject[]): Promise<Passage[]> {
  const ids = (what: Subject['what']) => subjects.filter((subject) => subject.what === what).map(({ id }) => id);
  if (subjects.length === 0) return [];
  const hits = terms.map((term) => sql`(${matches(term, terms)})::int`);
  const { rows } = await sql<Passage>`
    select lesson_id, need_id, kind, anchor, field, body, count from (
      select entries.*,
        row_number() over (partition by coalesce(lesson_id, need_id) order by hits desc, weight desc, id) as rank,
        count(*) over (partition by coalesce(lesson_id, need_id))::int as count
      from (
        select *, ${sql.join(hits, sql` + `)} as hits from search_entries as entries
        where (lesson_id = any(${ids('lesson')}::uuid[]) or need_id = any(${ids('need')}::uuid[]))
          and tokens @@ ${anyOf(terms)}::tsquery and ${kindFilter(query)}
          and not (kind in ('lesson', 'need') and field = 'title')
      ) as entries
      where hits > 0
    ) as ranked
    where rank <= ${mostPassages}
    order by rank`.execute(db);
  return rows;
}

/** Whether an entry has a term. The index has been asked for all terms together; what is left to check depends on the term. */
function matches(term: Term, terms: readonly Term[]): RawBuilder<boolean> {
  const tokens = terms.length === 1 ? sql<boolean>`true` : sql<boolean>`entries.tokens @@ ${term.tsquery}::tsquery`;
  if (term.exact) return tokens;
  return sql<boolean>`${tokens} and position(${term.folded} in entries.folded) > 0`;
}

const anyOf = (terms: readonly Term[]): string => terms.map(({ tsquery }) => `(${tsquery})`).join(' | ');

/** Of a plan is what stands in its sections and on its card; its steps are a kind of their own. */
function kindFilter({ kind }: Query): RawBuilder<boolean> {
  if (kind === undefined) return sql<boolean>`true`;
  return kind === 'plan' ? sql<boolean>`entries.kind in ('plan', 'lesson')` : sql<boolean>`entries.kind = ${kind}`;
}

function lessonFilter({ mine, subject, grade, state }: Query, accountId: string): RawBuilder<boolean> {
  return sql.join<boolean>(
    [
      sql`true`,
      ...(subject === undefined ? [] : [sql`lessons.subject = ${subject}`]),
      ...(grade === undefined ? [] : [sql`lessons.grade = ${grade}`]),
      ...(state === undefined ? [] : [sql`lessons.state = ${state}`]),
      ...(mine === undefined
        ? []
        : [sql`exists (select 1 from lesson_people where lesson_id = lessons.id and account_id = ${accountId})`]),
    ],
    sql` and `,
  );
}

/** A need has no plan, and hence no state and no part in it. */
function needFilter({ mine, subject, grade, state }: Query): RawBuilder<boolean> {
  return sql.join<boolean>(
    [
      mine === undefined && state === undefined ? sql`true` : sql`false`,
      ...(subject === undefined ? [] : [sql`needs.subject = ${subject}`]),
      ...(grade === undefined ? [] : [sql`needs.grade = ${grade}`]),
    ],
    sql` and `,
  );
}

/** The names of the steps whose text was found, by lesson and step. */
async function stepNames(db: Db, passages: readonly Passage[]): Promise<Map<string, string>> {
  const inside = passages.filter(({ kind, field }) => kind === 'step' && field !== 'name');
  if (inside.length === 0) return new Map();
  const rows = await db
    .selectFrom('search_entries')
    .select(['lesson_id', 'anchor', 'body'])
    .where('kind', '=', 'step')
    .where('field', '=', 'name')
    .where('position', '=', 0)
    .where('lesson_id', 'in', [...new Set(inside.flatMap(({ lesson_id }) => lesson_id ?? []))])
    .where('anchor', 'in', [...new Set(inside.map(({ anchor }) => anchor))])
    .execute();
  return new Map(rows.map(({ lesson_id, anchor, body }) => [`${lesson_id} ${anchor}`, body.slice(0, 60)]));
}

function toPassage(passage: Passage, terms: readonly Term[], names: ReadonlyMap<string, string>): FoundPassage {
  const { kind, anchor, field, body, lesson_id } = passage;
  const step = field === 'name' ? undefined : names.get(`${lesson_id} ${anchor}`);
  return { kind, anchor, field, ...cutPassage(body, terms), ...(step === undefined ? {} : { step }) };
}
