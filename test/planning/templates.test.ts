import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { childElements, planRoot, planSections, plainText, readRunSheet } from '../../shared/planDocument.ts';
import type { Lesson } from '../../shared/planning.ts';
import { updateMember } from '../../shared/programme.ts';
import {
  deleteTemplate,
  getTemplate,
  listTemplates,
  replaceTemplate,
  saveTemplate,
  updateTemplate,
} from '../../shared/templates.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { fieldOf, livePlanText, planText, sectionOf, startLesson, writeInto } from './support.ts';

let platform: TestPlatform;
let world: World;
let lesson: Lesson;

const refusal = (status: number, code: string) => expect.objectContaining({ status, code });
const change = (of: Lesson, by: { id: string }, work: (doc: Y.Doc) => void) =>
  platform.documents.change(of.documentId, by.id, work);
const save = (by: TestPerson, given: { teamId?: string; organisationId?: string; withText?: boolean; name?: string } = {}) =>
  by.call(saveTemplate, { params: { lessonId: lesson.id }, body: { name: '双师新授课', withText: true, ...given } });
const namesFor = async (person: TestPerson) => (await person.call(listTemplates)).items.map(({ id }) => id);

beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
  const { rear } = world.people;
  lesson = await startLesson(world, rear, { classNames: ['四（1）班'] });
  await change(lesson, rear, (doc) => {
    writeInto(sectionOf(doc, 'methods'), '小组合作');
    writeInto(sectionOf(doc, 'reflection'), '节奏偏快');
    writeInto(fieldOf(doc, 1, 'lineDrop'), '辅讲带着做第 2 题');
    const profile = childElements(sectionOf(doc, 'learners'), 'learnerProfile')[0];
    if (profile !== undefined) writeInto(profile, '38 人，基础较弱');
    childElements(sectionOf(doc, 'steps'), 'lessonStep')[1]?.setAttribute('minutes', 18 as never);
    const mention = new Y.XmlElement('mention');
    mention.setAttribute('name', '王芳');
    const picture = new Y.XmlElement('planImage');
    picture.setAttribute('fileId', 'a-file');
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText('请'), mention]);
    sectionOf(doc, 'board').insert(0, [paragraph, picture]);
  });
});
afterAll(() => platform.close());

test('T2: a template holds what was written without classes, reflection, people and pictures; a lesson starts from it once', async () => {
  const { rear, recipient } = world.people;
  const template = await save(rear, { teamId: world.teamId });
  const outline = (await recipient.call(getTemplate, { params: { templateId: template.id } })).outline;
  expect(outline.steps.map(({ name, minutes }) => [name, minutes])).toEqual([
    ['导入', 5],
    ['新授', 18],
    ['练习', 10],
    ['小结', 5],
  ]);
  expect(outline.sections).toEqual(['methods', 'board']);
  const started = await startLesson(world, recipient, { templateId: template.id, classNames: ['五（2）班'] });
  await platform.documents.read(started.documentId, (doc) => {
    const root = doc.getXmlFragment(planRoot);
    const words = plainText(root);
    expect(words).toContain('小组合作');
    expect(words).toContain('辅讲带着做第 2 题');
    expect(words).not.toMatch(/38 人|节奏偏快|王芳/);
    expect(JSON.stringify(root.toJSON())).not.toContain('a-file');
    expect(root.length).toBe(planSections.length);
    const profiles = childElements(sectionOf(doc, 'learners'), 'learnerProfile');
    expect(profiles.map((profile) => profile.getAttribute('className'))).toEqual(['五（2）班']);
  });
  const ids = (of: Lesson) =>
    platform.documents.read(of.documentId, (doc) => readRunSheet(doc.getXmlFragment(planRoot)).map(({ id }) => id));
  const [former, own] = await Promise.all([ids(lesson), ids(started)]);
  expect(
    own.filter((id) => former.includes(id)),
    'steps of its own',
  ).toEqual([]);
});

test('T2: without text only the steps are left, each with every field to write in', async () => {
  const { rear } = world.people;
  const template = await save(rear, { withText: false });
  const started = await startLesson(world, rear, { templateId: template.id });
  await platform.documents.read(started.documentId, (doc) => {
    const words = planText(doc);
    expect(words.replaceAll(/\s/g, '')).toBe('导入新授练习小结');
    expect(plainText(fieldOf(doc, 1, 'lineDrop'))).toBe('');
    expect(childElements(fieldOf(doc, 1, 'lineDrop'), 'paragraph')).toHaveLength(1);
    writeInto(sectionOf(doc, 'methods'), '可以写');
  });
});

test('T3: my own is seen by me, a team’s by its members, an organisation’s in all of its pairings', async () => {
  const { rear, recipient, mentor, coordinator, observer } = world.people;
  const other = await buildWorld(platform);
  const own = await save(rear);
  const team = await save(rear, { teamId: world.teamId });
  const organisation = await save(coordinator, { organisationId: world.supportingId });
  const everybodys = [team.id, organisation.id];
  expect(await namesFor(rear)).toEqual(expect.arrayContaining([own.id, ...everybodys]));
  for (const person of [recipient, mentor, coordinator]) {
    expect(await namesFor(person)).toEqual(expect.arrayContaining(everybodys));
    expect(await namesFor(person)).not.toContain(own.id);
    await expect(person.call(getTemplate, { params: { templateId: own.id } })).rejects.toEqual(refusal(404, 'not_found'));
  }
  expect(await namesFor(observer), 'an observer plans nothing').toEqual([]);
  expect(await namesFor(other.people.rear)).toEqual([]);
  await expect(startLesson(other, other.people.rear, { templateId: team.id })).rejects.toEqual(refusal(404, 'not_found'));
  await expect(startLesson(world, recipient, { templateId: own.id })).rejects.toEqual(refusal(404, 'not_found'));
});

test('T4: planners look after their team’s templates, coordinators after those of their organisation', async () => {
  const { rear, stationed, mentor, coordinator } = world.people;
  const other = await buildWorld(platform);
  await expect(save(mentor), 'who plans nowhere has none').rejects.toEqual(refusal(403, 'forbidden'));
  await expect(save(coordinator, { teamId: world.teamId })).rejects.toEqual(refusal(403, 'forbidden'));
  await expect(save(rear, { organisationId: world.supportingId })).rejects.toEqual(refusal(403, 'forbidden'));
  await expect(save(rear, { teamId: other.teamId })).rejects.toEqual(refusal(404, 'not_found'));
  await expect(save(coordinator, { organisationId: other.supportingId })).rejects.toEqual(refusal(404, 'not_found'));
  const team = await save(rear, { teamId: world.teamId });
  const organisation = await save(coordinator, { organisationId: world.supportingId });
  const params = { templateId: team.id };
  expect(await stationed.call(updateTemplate, { params, body: { name: '攻坚组模板' } })).toMatchObject({ name: '攻坚组模板' });
  for (const [who, templateId] of [
    [mentor, team.id],
    [coordinator, team.id],
    [rear, organisation.id],
  ] as const) {
    const attempt = { params: { templateId }, body: { name: '改名' } };
    await expect(who.call(updateTemplate, attempt)).rejects.toEqual(refusal(403, 'forbidden'));
    await expect(who.call(deleteTemplate, { params: { templateId } })).rejects.toEqual(refusal(403, 'forbidden'));
    const replacing = { params: { templateId, lessonId: lesson.id }, body: { withText: true } };
    await expect(who.call(replaceTemplate, replacing)).rejects.toEqual(refusal(403, 'forbidden'));
  }
});

test('T5: the content of a template is replaced from a plan; what was started from it stays, also when it is deleted', async () => {
  const { rear } = world.people;
  const template = await save(rear);
  const before = await startLesson(world, rear, { templateId: template.id });
  const plain = await startLesson(world, rear, { title: '另一节' });
  await change(plain, rear, (doc) => writeInto(sectionOf(doc, 'methods'), '讲练结合'));
  const params = { templateId: template.id };
  await rear.call(replaceTemplate, { params: { ...params, lessonId: plain.id }, body: { withText: true } });
  const after = await startLesson(world, rear, { templateId: template.id });
  const textOf = (of: Lesson) => livePlanText(platform, of);
  expect(await textOf(after)).toContain('讲练结合');
  await rear.call(deleteTemplate, { params });
  await expect(rear.call(getTemplate, { params })).rejects.toEqual(refusal(404, 'not_found'));
  expect(await textOf(before)).toContain('小组合作');
});

test('with the term the templates go, one’s own as well', async () => {
  const { coordinator } = world.people;
  const leaving = await world.addPerson('rear');
  const own = await save(leaving);
  await coordinator.call(updateMember, { params: { memberId: leaving.memberId }, body: { endsOn: '2020-01-02' } });
  expect(await namesFor(leaving)).toEqual([]);
  await expect(leaving.call(getTemplate, { params: { templateId: own.id } })).rejects.toEqual(refusal(404, 'not_found'));
  await expect(leaving.call(deleteTemplate, { params: { templateId: own.id } })).rejects.toEqual(refusal(404, 'not_found'));
});
