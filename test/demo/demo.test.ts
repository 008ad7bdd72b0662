import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getClassSession, listLessonClassSessions } from '../../shared/classroom.ts';
import { getClassRecord } from '../../shared/classroom/record.ts';
import { listThreads } from '../../shared/feedback.ts';
import { currentAccount, enterDemo, listDemoPeople, signIn } from '../../shared/identity.ts';
import { changeLessonState, getLesson, listLessons } from '../../shared/planning.ts';
import { findPlanGaps, planRoot, readRunSheet } from '../../shared/planDocument.ts';
import { installation, listNeeds, listPairings, loadDemo, setUp } from '../../shared/programme.ts';
import type { Api } from '../support/api.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';

const password = 'tongke-demo';
const as = async (platform: TestPlatform, role: string): Promise<Api> => {
  const api = platform.api();
  await api.call(signIn, { body: { email: `${role}@demo.tongke.example`, password } });
  return api;
};

describe('an installation with the demo', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startPlatform({ settings: { DEMO: 'true' } });
  });
  afterAll(() => platform.close());

  it('says that it is the demo and offers each of its six people, one a role', async () => {
    const api = platform.api();
    expect(await api.call(installation)).toEqual({ empty: false, demo: true, canLoadDemo: false });
    const { items } = await api.call(listDemoPeople);
    expect(items.map(({ role }) => role)).toEqual(['coordinator', 'rear', 'stationed', 'recipient', 'mentor', 'observer']);
    for (const { id, name } of items) {
      const visitor = platform.api();
      expect(await visitor.call(enterDemo, { body: { personId: id } })).toMatchObject({ id, name });
      expect((await visitor.call(currentAccount)).account?.id).toBe(id);
    }
  });

  it('lets everybody in by the addresses and the password of the demo', async () => {
    for (const role of ['coordinator', 'rear', 'stationed', 'recipient', 'mentor', 'observer']) {
      expect((await (await as(platform, role)).call(listPairings)).items).toHaveLength(1);
    }
  });

  it('enters as nobody who is not of the demo', async () => {
    const api = platform.api();
    const stranger = await platform.database.db
      .transaction()
      .execute((tx) =>
        platform.identity.accounts.create(tx, { email: 'real@example.org', name: '真人', password: 'x'.repeat(12) }),
      );
    for (const personId of [stranger, crypto.randomUUID()]) {
      await expect(api.call(enterDemo, { body: { personId } })).rejects.toMatchObject({ status: 404, code: 'not_found' });
    }
  });

  it('has one need, and three lessons in different states, each with a plan in all its parts', async () => {
    const rear = await as(platform, 'rear');
    expect((await rear.call(listNeeds)).items).toMatchObject([{ title: '四年级分数薄弱', state: 'planned', subject: '数学' }]);
    const { items } = await rear.call(listLessons);
    expect(new Map(items.map(({ title, state }) => [title, state]))).toEqual(
      new Map([
        ['分数的初步认识：认识几分之一', 'taught'],
        ['同分母分数的简单计算', 'final'],
        ['爬山虎的脚（第一课时）', 'draft'],
      ]),
    );
    for (const { documentId, minutes, state } of items) {
      const { steps, gaps } = await platform.documents.read(documentId, (doc) => ({
        steps: readRunSheet(doc.getXmlFragment(planRoot)),
        gaps: findPlanGaps(doc.getXmlFragment(planRoot), minutes).map(({ what }) => what),
      }));
      expect(steps.length).toBeGreaterThanOrEqual(4);
      expect(steps.reduce((sum, step) => sum + (step.minutes ?? 0), 0)).toBe(minutes);
      expect(gaps).toEqual(state === 'draft' ? ['learners', 'lineDrop'] : []);
    }
  });

  it('refuses to make the draft final, saying what is missing, as in story A', async () => {
    const stationed = await as(platform, 'stationed');
    const draft = (await stationed.call(listLessons)).items.find(({ state }) => state === 'draft');
    await stationed.call(changeLessonState, { params: { lessonId: draft?.id ?? '' }, body: { state: 'review' } });
    await stationed.call(changeLessonState, { params: { lessonId: draft?.id ?? '' }, body: { state: 'revision' } });
    await expect(
      stationed.call(changeLessonState, { params: { lessonId: draft?.id ?? '' }, body: { state: 'final' } }),
    ).rejects.toMatchObject({ code: 'plan_incomplete' });
  });

  it('shows the taught lesson with its class, its states in order and feedback that hangs on the plan', async () => {
    const mentor = await as(platform, 'mentor');
    const taught = (await mentor.call(listLessons)).items.find(({ state }) => state === 'taught');
    const params = { lessonId: taught?.id ?? '' };
    const { history } = await mentor.call(getLesson, { params });
    expect(history.map(({ to }) => to)).toEqual(['draft', 'review', 'revision', 'final', 'taught']);
    expect(history.map(({ at }) => at)).toEqual(history.map(({ at }) => at).toSorted());
    const [session] = (await mentor.call(listLessonClassSessions, { params })).items;
    const ofClass = { params: { sessionId: session?.id ?? '' } };
    const { state, steps, attendance } = await mentor.call(getClassSession, ofClass);
    expect(state).toBe('ended');
    expect(steps.every(({ actualSeconds, startedAt }) => actualSeconds > 0 && startedAt !== null)).toBe(true);
    expect(attendance.map(({ role }) => role).toSorted()).toEqual(['device', 'lead', 'local', 'observer']);
    const { seating, questions, hands } = await mentor.call(getClassRecord, ofClass);
    expect(seating.count).toMatchObject({ expected: 36, present: 36 });
    expect(hands).toMatchObject({ called: 19, drawn: 4, students: 15 });
    for (const { stepId, bars } of questions) {
      expect(steps.map(({ id }) => id)).toContain(stepId);
      expect(
        bars?.reduce((sum, { counted }) => sum + counted, 0),
        'everybody was counted',
      ).toBe(36);
    }
    const { items: threads } = await mentor.call(listThreads, { params });
    expect(threads.flatMap(({ anchor }) => (anchor.type === 'plan' ? [anchor.orphaned] : []))).toEqual([false, false]);
    expect(new Set(threads.map(({ kind }) => kind))).toEqual(new Set(['note', 'strength', 'suggestion', 'question']));
    expect(threads.some(({ resolvedAt }) => resolvedAt !== null)).toBe(true);
  });

  it('shows the observer the lessons they were given and no other', async () => {
    const titles = (await (await as(platform, 'observer')).call(listLessons)).items.map(({ title }) => title);
    expect(titles).not.toContain('爬山虎的脚（第一课时）');
    expect(titles).toHaveLength(2);
  });
});

describe('loading the demo', () => {
  it('is offered by an empty installation on loopback, and done once however often it is asked for', async () => {
    const platform = await startPlatform();
    const api = platform.api();
    expect(await api.call(installation)).toEqual({ empty: true, demo: false, canLoadDemo: true });
    expect((await api.call(listDemoPeople)).items).toEqual([]);
    await Promise.all([1, 2, 3].map(() => platform.api().call(loadDemo)));
    await api.call(loadDemo);
    expect((await api.call(listDemoPeople)).items).toHaveLength(6);
    expect((await (await as(platform, 'rear')).call(listLessons)).items).toHaveLength(3);
    await platform.close();
  });

  it('is refused by an installation that is in use', async () => {
    const platform = await startPlatform();
    const api = platform.api();
    const first = { organisationName: '某校', organisationKind: 'supporting', name: '某人' } as const;
    await api.call(setUp, { body: { ...first, email: 'first@example.org', password: 'a long password' } });
    await expect(platform.api().call(loadDemo)).rejects.toMatchObject({ status: 409, code: 'not_empty' });
    expect((await api.call(listDemoPeople)).items).toEqual([]);
    await platform.close();
  });

  it('is neither offered nor done where the server can be reached from elsewhere', async () => {
    const elsewhere: Record<string, string>[] = [{ HOST: '0.0.0.0' }, { PUBLIC_URL: 'https://tongke.example.org' }];
    for (const settings of elsewhere) {
      const platform = await startPlatform({ settings });
      const api = platform.api();
      expect((await api.call(installation)).canLoadDemo).toBe(false);
      await expect(api.call(loadDemo)).rejects.toMatchObject({ status: 403 });
      await platform.close();
    }
  });

  it('keeps its people out of the sign-in page once the server can be reached from elsewhere', async () => {
    const platform = await startPlatform({ settings: { DEMO: 'true', HOST: '0.0.0.0' } });
    const api = platform.api();
    expect((await api.call(installation)).demo).toBe(true);
    expect((await api.call(listDemoPeople)).items).toEqual([]);
    const { id } = await platform.database.db.selectFrom('accounts').select('id').limit(1).executeTakeFirstOrThrow();
    await expect(api.call(enterDemo, { body: { personId: id } })).rejects.toMatchObject({ status: 404 });
    await platform.close();
  });

  it('carries on where a killed process left off', async () => {
    const platform = await startPlatform({ settings: { DEMO: 'true' } });
    const { db } = platform.database;
    await db.updateTable('installation').set({ demo_loaded_at: null }).execute();
    const lost = await db.selectFrom('lessons').select(['id', 'title']).where('state', '=', 'final').executeTakeFirstOrThrow();
    await db.deleteFrom('lessons').where('id', '=', lost.id).execute();
    await platform.api().call(loadDemo);
    const lessons = (await (await as(platform, 'rear')).call(listLessons)).items;
    expect(lessons.map(({ title }) => title)).toContain(lost.title);
    expect(lessons).toHaveLength(3);
    await platform.close();
  });
});
