import * as Y from 'yjs';
import { childElements, planRoot, plainText } from '../../shared/planDocument.ts';
import type { Db } from '../database/schema.ts';
import type { Notifications } from '../notifications/index.ts';
import type { Documents } from '../realtime/documentTypes.ts';
import type { People } from './people.ts';

/** A person named in a plan. `part` is the step, the class or the section that it stands in. */
interface PlanMention {
  id: string;
  accountId: string;
  part: string;
  /** What stands around it. */
  text: string;
  /** The client that wrote it. */
  client: number;
}

export interface PlanMentionsDeps {
  db: Db;
  documents: Documents;
  notifications: Notifications;
  people: People;
}

export type PlanMentions = ReturnType<typeof createPlanMentions>;

const excerptLength = 120;

/**
 * Tells people that they were named in a plan (SPEC-steps.md, N1–N3): once for each naming, whatever is undone, redone or
 * moved afterwards, and only those who see the lesson.
 */
export function createPlanMentions({ db, documents, notifications, people }: PlanMentionsDeps) {
  const look = async (documentId: string): Promise<void> => {
    const mentions = await documents.read(documentId, findMentions);
    if (mentions.length === 0) return;
    const lesson = await db
      .selectFrom('lessons')
      .select(['id', 'team_id as teamId', 'title'])
      .where('document_id', '=', documentId)
      .executeTakeFirst();
    if (lesson === undefined) return;
    const known = await db.selectFrom('plan_mentions').select('mention_id').where('lesson_id', '=', lesson.id).execute();
    const told = new Set(known.map((row) => row.mention_id));
    const fresh = mentions.filter(({ id }) => !told.has(id));
    if (fresh.length === 0) return;
    const readers = new Set(await people.readerIds(lesson));
    for (const mention of fresh.filter(({ accountId }) => readers.has(accountId))) await tell(lesson, documentId, mention);
  };

  const tell = async (lesson: { id: string; title: string }, documentId: string, mention: PlanMention): Promise<void> => {
    const { id, accountId, part, text, client } = mention;
    // Whoever writes the row tells it: two looks at once tell it once.
    const row = await db
      .insertInto('plan_mentions')
      .values({ lesson_id: lesson.id, mention_id: id, account_id: accountId })
      .onConflict((same) => same.columns(['lesson_id', 'mention_id']).doNothing())
      .returning('mention_id')
      .executeTakeFirst();
    if (row === undefined) return;
    const writer = await db
      .selectFrom('document_clients')
      .select('account_id')
      .where('document_id', '=', documentId)
      .where('client_id', '=', client)
      .executeTakeFirst();
    await notifications.notify({
      to: [accountId],
      kind: 'plan.mention',
      actorId: writer?.account_id ?? null,
      data: { lesson: lesson.title, text: [...text].slice(0, excerptLength).join('') },
      path: `/lessons/${lesson.id}?at=${encodeURIComponent(part)}`,
    });
  };

  return { look };
}

/** The people named in a plan. A naming without an id of its own is known by its place. */
function findMentions(doc: Y.Doc): PlanMention[] {
  const found: PlanMention[] = [];
  const visit = (parent: Y.XmlElement, part: string): void => {
    for (const child of parent.toArray()) {
      if (!(child instanceof Y.XmlElement)) continue;
      const { id = '', accountId = '' } = child.getAttributes() as Record<string, string | undefined>;
      if (child.nodeName !== 'mention') visit(child, isPart(child) && id !== '' ? id : part);
      else if (accountId !== '') {
        const client = child._item?.id.client ?? 0;
        found.push({ id: id === '' ? `${part} ${accountId}` : id, accountId, part, text: plainText(parent), client });
      }
    }
  };
  for (const section of childElements(doc.getXmlFragment(planRoot), 'planSection'))
    visit(section, section.getAttribute('kind') ?? '');
  return found;
}

const isPart = ({ nodeName }: Y.XmlElement): boolean => nodeName === 'lessonStep' || nodeName === 'learnerProfile';
