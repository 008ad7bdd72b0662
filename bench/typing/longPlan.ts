import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import * as Y from 'yjs';
import { signIn } from '../../shared/identity.ts';
import { childElements, planRoot } from '../../shared/planDocument.ts';
import { createLesson, listLessons } from '../../shared/planning.ts';
import { parseConfig } from '../../server/config.ts';
import { startEmbeddedPostgres } from '../../server/database/embedded.ts';
import { migrate } from '../../server/database/migrate.ts';
import { openDatabase } from '../../server/database/open.ts';
import { fillPlan, type PlanContent } from '../../server/planning/index.ts';
import { createPlatform } from '../../server/platform.ts';
import { createApi } from '../../test/support/api.ts';

/** What the plan says, a paragraph each: the same words stand in the bare editor. */
export function wordsOfPlan(steps: number): string[] {
  return Array.from({ length: steps }, (_none, step) => fieldsOf(step)).flatMap((text) => Object.values(text));
}

function fieldsOf(step: number) {
  return {
    name: `第 ${step + 1} 环节：折一折，说一说`,
    lead: '出示月饼图，问：把一个月饼平均分成四份，每份是多少？请两边的学生先想，再说给同伴听。',
    local: '发圆形纸片，看谁折得不均匀，帮他找到对折的线。',
    students: '动手折，说出“平均分成几份，每份是它的几分之一”。',
    intent: '从平均分引到分数，让每个学生都有东西可说。',
    cue: '请周老师看看教室里的作品。',
    answering: '先本地后远端，各请一名学生。',
    evidence: '拍三份作品，记下谁还不会。',
    lineDrop: '辅讲教师照着学习单继续，先做第 1 题。',
  };
}

/** A plan of many steps in a whole installation with the built client, and the cookie of somebody who writes in it. */
export async function serveLongPlan(steps: number) {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false });
  const database = await openDatabase({ connection: postgres.connection, durable: false });
  await migrate(database.pool);
  const platform = await createPlatform({
    config: parseConfig({ PORT: '0', DATA_DIR: dataDir, DEMO: 'true', MEDIA_PORT: '0', MEDIA_WORKERS: '1' }),
    database,
    log: pino({ level: 'error' }),
    version: 'bench',
    clientDir: path.resolve('dist/client'),
  });
  const api = createApi(platform.url);
  const account = await api.call(signIn, { body: { email: 'rear@demo.tongke.example', password: 'tongke-demo' } });
  const [known] = (await api.call(listLessons)).items;
  if (known === undefined) throw new Error('the demo has no lesson');
  const lesson = await api.call(createLesson, {
    body: { teamId: known.teamId, title: '三百个环节', subject: '数学', grade: '四年级' },
  });
  await platform.documents.change(lesson.documentId, account.id, (doc) => lengthen(doc, steps));
  return {
    origin: platform.url,
    page: `${platform.url}/lessons/${lesson.id}`,
    documentId: lesson.documentId,
    cookie: api.cookie(),
    close: async () => {
      await platform.close();
      await database.close();
      await postgres.close();
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Puts as many steps as are asked for in the place of those of the standard plan. */
function lengthen(doc: Y.Doc, count: number): void {
  const made = new Y.Doc();
  const steps: PlanContent['steps'] = Array.from({ length: count }, (_none, step) => ({
    minutes: 1,
    floor: 'lead',
    text: fieldsOf(step),
  }));
  made.transact(() => fillPlan(made, { learners: [], steps }));
  const [from, to] = [stepsOf(made), stepsOf(doc)];
  const clones = childElements(from, 'lessonStep').map((step) => step.clone());
  to.delete(0, to.length);
  to.insert(0, clones);
}

function stepsOf(doc: Y.Doc): Y.XmlElement {
  const section = childElements(doc.getXmlFragment(planRoot), 'planSection').find(
    (each) => each.getAttribute('kind') === 'steps',
  );
  if (section === undefined) throw new Error('the plan has no steps');
  return section;
}
