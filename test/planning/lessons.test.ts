import { afterAll, beforeAll, expect, test } from 'vitest';
import { listNotifications } from '../../shared/notifications.ts';
import {
  changeLessonState,
  getLesson,
  inviteToLesson,
  listColleagues,
  listLessons,
  removeFromLesson,
  updateLesson,
} from '../../shared/planning.ts';
import { listNeeds, raiseNeed } from '../../shared/programme.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { startLesson } from './support.ts';

let platform: TestPlatform;
let world: World;

beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
});
afterAll(() => platform.close());

const refusal = (status: number, code: string) => expect.objectContaining({ status, code });

test('who starts a lesson leads it, and everybody of the team but observers finds it', async () => {
  const { people } = world;
  const lesson = await startLesson(world, people.rear);
  expect(lesson).toMatchObject({ state: 'draft', minutes: 40, periods: 1, people: [{ part: 'lead-planner' }] });
  expect(lesson.people[0]?.person).toMatchObject({ id: people.rear.id, name: people.rear.name });
  for (const role of ['coordinator', 'rear', 'stationed', 'recipient', 'mentor'] as const) {
    const { items } = await people[role].call(listLessons);
    expect(
      items.map(({ id }) => id),
      role,
    ).toContain(lesson.id);
  }
  const { items } = await people.observer.call(listLessons);
  expect(items.map(({ id }) => id)).not.toContain(lesson.id);
  await expect(people.observer.call(getLesson, { params: { lessonId: lesson.id } })).rejects.toEqual(refusal(404, 'not_found'));
});

test('each role is told exactly what it may do', async () => {
  const { people } = world;
  const { id } = await startLesson(world, people.stationed);
  const rights = async (role: keyof typeof people) => {
    const lesson = await people[role].call(getLesson, { params: { lessonId: id } });
    return Object.entries(lesson.rights).flatMap(([right, given]) => (given ? [right] : []));
  };
  expect(await rights('stationed')).toEqual(['editPlan', 'comment', 'manage', 'openClass']);
  expect(await rights('rear')).toEqual(['editPlan', 'comment', 'openClass']);
  expect(await rights('recipient')).toEqual(['editPlan', 'comment', 'openClass']);
  expect(await rights('mentor')).toEqual(['comment']);
  expect(await rights('coordinator')).toEqual(['comment', 'manage']);
  await people.stationed.call(inviteToLesson, {
    params: { lessonId: id, personId: people.observer.id },
    body: { part: 'observer' },
  });
  expect(await rights('observer')).toEqual([]);
});

test('mentors, coordinators and observers start no lessons, and nobody starts one in a team of others', async () => {
  const foreign = await buildWorld(platform);
  const { people } = world;
  await expect(startLesson(world, people.mentor)).rejects.toEqual(refusal(403, 'forbidden'));
  await expect(startLesson(world, people.coordinator)).rejects.toEqual(refusal(403, 'forbidden'));
  await expect(startLesson(world, people.observer)).rejects.toEqual(refusal(404, 'not_found'));
  await expect(startLesson(foreign, people.rear)).rejects.toEqual(refusal(404, 'not_found'));
});

test('a lesson of another pairing answers like one that does not exist', async () => {
  const foreign = await buildWorld(platform);
  const lesson = await startLesson(foreign, foreign.people.rear);
  const params = { lessonId: lesson.id };
  const { rear, coordinator } = world.people;
  for (const outsider of [rear, coordinator]) {
    const person = { ...params, personId: rear.id };
    await expect(outsider.call(getLesson, { params })).rejects.toEqual(refusal(404, 'not_found'));
    await expect(outsider.call(updateLesson, { params, body: { title: 'x' } })).rejects.toEqual(refusal(404, 'not_found'));
    await expect(outsider.call(changeLessonState, { params, body: { state: 'review' } })).rejects.toEqual(
      refusal(404, 'not_found'),
    );
    await expect(outsider.call(inviteToLesson, { params: person, body: { part: 'observer' } })).rejects.toEqual(
      refusal(404, 'not_found'),
    );
    await expect(outsider.call(removeFromLesson, { params: person })).rejects.toEqual(refusal(404, 'not_found'));
    await expect(outsider.call(listColleagues, { params: { teamId: foreign.teamId } })).rejects.toEqual(
      refusal(404, 'not_found'),
    );
    expect((await outsider.call(listLessons)).items.map(({ id }) => id)).not.toContain(lesson.id);
  }
});

test('co-planners are invited with the lesson, hear of it, and must be planners of the team', async () => {
  const { rear, stationed, recipient, mentor } = world.people;
  const lesson = await startLesson(world, rear, { title: '面积', coPlannerIds: [stationed.id, recipient.id, rear.id] });
  expect(lesson.people.map(({ person, part }) => [person.id, part])).toEqual([
    [rear.id, 'lead-planner'],
    ...[stationed.id, recipient.id].toSorted().map((id) => [id, 'co-planner']),
  ]);
  const { items } = await stationed.call(listNotifications);
  expect(items).toContainEqual(
    expect.objectContaining({ kind: 'lesson.invited', path: `/lessons/${lesson.id}`, data: { lesson: '面积' } }),
  );
  await expect(startLesson(world, rear, { coPlannerIds: [mentor.id] })).rejects.toEqual(refusal(400, 'invalid_input'));
  const foreign = await buildWorld(platform);
  await expect(startLesson(world, rear, { coPlannerIds: [foreign.people.rear.id] })).rejects.toEqual(
    refusal(400, 'invalid_input'),
  );
});

test('a lesson answers a need of its own team, which is then planned', async () => {
  const { rear, recipient } = world.people;
  const body = { title: '分数薄弱', description: '', subject: '数学', grade: '四年级' };
  const need = await recipient.call(raiseNeed, { params: { teamId: world.teamId }, body });
  const lesson = await startLesson(world, rear, { needId: need.id });
  expect(lesson.needId).toBe(need.id);
  const { items } = await rear.call(listNeeds);
  expect(items.find(({ id }) => id === need.id)?.state).toBe('planned');
  const foreign = await buildWorld(platform);
  await expect(startLesson(foreign, foreign.people.rear, { needId: need.id })).rejects.toEqual(refusal(404, 'not_found'));
});

test('only the lead planner and a coordinator look after the card, the people and the state', async () => {
  const { rear, stationed, coordinator } = world.people;
  const { id } = await startLesson(world, rear);
  const params = { lessonId: id };
  await expect(stationed.call(updateLesson, { params, body: { title: 'x' } })).rejects.toEqual(refusal(403, 'forbidden'));
  await expect(stationed.call(changeLessonState, { params, body: { state: 'review' } })).rejects.toEqual(
    refusal(403, 'forbidden'),
  );
  const person = { ...params, personId: stationed.id };
  await expect(stationed.call(inviteToLesson, { params: person, body: { part: 'lead-planner' } })).rejects.toEqual(
    refusal(403, 'forbidden'),
  );
  const plannedFor = '2030-03-01T08:00:00.000Z';
  expect(await rear.call(updateLesson, { params, body: { title: '新课题', plannedFor } })).toMatchObject({
    title: '新课题',
    plannedFor,
  });
  expect(await coordinator.call(updateLesson, { params, body: { plannedFor: null } })).toMatchObject({ plannedFor: null });
});

test('a lesson keeps a lead planner, who can hand it over', async () => {
  const { rear, stationed, mentor } = world.people;
  const { id } = await startLesson(world, rear);
  const of = (personId: string) => ({ params: { lessonId: id, personId } });
  await expect(rear.call(removeFromLesson, of(rear.id))).rejects.toEqual(refusal(409, 'last_lead_planner'));
  await expect(rear.call(inviteToLesson, { ...of(rear.id), body: { part: 'co-planner' } })).rejects.toEqual(
    refusal(409, 'last_lead_planner'),
  );
  await expect(rear.call(inviteToLesson, { ...of(mentor.id), body: { part: 'lead-planner' } })).rejects.toEqual(
    refusal(400, 'invalid_input'),
  );
  await rear.call(inviteToLesson, { ...of(stationed.id), body: { part: 'lead-planner' } });
  await rear.call(inviteToLesson, { ...of(rear.id), body: { part: 'co-planner' } });
  await expect(rear.call(removeFromLesson, of(stationed.id))).rejects.toEqual(refusal(403, 'forbidden'));
});

test('an observer taken off a lesson does not find it any more', async () => {
  const { rear, observer } = world.people;
  const { id } = await startLesson(world, rear);
  const of = { params: { lessonId: id, personId: observer.id } };
  await rear.call(inviteToLesson, { ...of, body: { part: 'observer' } });
  expect((await observer.call(listLessons)).items.map((lesson) => lesson.id)).toContain(id);
  await rear.call(removeFromLesson, of);
  expect((await observer.call(listLessons)).items.map((lesson) => lesson.id)).not.toContain(id);
});

test('colleagues are the active members of the team, each once, not those whose term has ended', async () => {
  const ended = await world.addPerson('rear', { endsOn: '2020-02-01' });
  const { items } = await world.people.rear.call(listColleagues, { params: { teamId: world.teamId } });
  expect(items.map(({ id }) => id)).not.toContain(ended.id);
  expect(items.find(({ id }) => id === world.people.mentor.id)).toMatchObject({ role: 'mentor', name: world.people.mentor.name });
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
});

test('states go on and back, and the record says who did it, in order', async () => {
  const { rear, coordinator } = world.people;
  const { id } = await startLesson(world, rear);
  const params = { lessonId: id };
  await rear.call(changeLessonState, { params, body: { state: 'review' } });
  await rear.call(changeLessonState, { params, body: { state: 'revision' } });
  const back = { state: 'draft', reason: '学情变了，重新设计' } as const;
  await expect(coordinator.call(changeLessonState, { params, body: { state: 'draft' } })).rejects.toEqual(
    refusal(400, 'invalid_input'),
  );
  await coordinator.call(changeLessonState, { params, body: back });
  await coordinator.call(changeLessonState, { params, body: { state: 'draft' } });
  const { history } = await rear.call(getLesson, { params });
  expect(history.map(({ from, to, by, reason }) => [from, to, by.id, reason])).toEqual([
    [null, 'draft', rear.id, null],
    ['draft', 'review', rear.id, null],
    ['review', 'revision', rear.id, null],
    ['revision', 'draft', coordinator.id, back.reason],
  ]);
  await expect(rear.call(changeLessonState, { params, body: { state: 'reflected' } })).rejects.toEqual(
    refusal(409, 'state_not_reachable'),
  );
});
