import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentClose } from '../../shared/documents.ts';
import { signOut, signOutEverywhere } from '../../shared/identity.ts';
import { planRoot } from '../../shared/planDocument.ts';
import { inviteToLesson, removeFromLesson, type Lesson } from '../../shared/planning.ts';
import { removeMember, updateMember } from '../../shared/programme.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import type { RawClient } from '../support/rawDocumentClient.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { livePlanText, openRawPlan, sectionOf, startLesson, until, writeInto } from './support.ts';

let platform: TestPlatform;
let world: World;

beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
});
afterAll(() => platform.close());

const stored = (lesson: Lesson) => livePlanText(platform, lesson);

/** Someone who has written in the plan on a socket that stays open. */
async function writing(person: TestPerson, lesson: Lesson, words: string): Promise<RawClient> {
  const raw = await openRawPlan(platform, person, lesson);
  await raw.opened;
  await until(() => raw.doc.getXmlFragment(planRoot).length > 0, 'the plan is there');
  raw.write((doc) => writeInto(sectionOf(doc, 'board'), words));
  await until(() => raw.acknowledged === 1, 'the words are acknowledged');
  return raw;
}

/** Goes on writing until the socket is closed or refuses, and tells how that came. */
async function writeOn(raw: RawClient, words: string): Promise<{ code: number | null; ms: number }> {
  const started = performance.now();
  let code: number | null = null;
  void raw.closed.then((closed) => (code = closed));
  await until(() => {
    if (code !== null || raw.refusals.length > 0) return true;
    raw.write((doc) => writeInto(sectionOf(doc, 'board'), words));
    return false;
  }, 'the writing ends');
  return { code, ms: performance.now() - started };
}

describe('an open plan (S05)', () => {
  const update = (memberId: string, body: { endsOn?: string; role?: 'observer' | 'mentor' }) =>
    world.people.coordinator.call(updateMember, { params: { memberId }, body });
  const ways: [string, number, (person: TestPerson) => Promise<unknown>][] = [
    ['the account signs out', documentClose.notSignedIn, (person) => person.call(signOut)],
    ['the account signs out everywhere', documentClose.notSignedIn, (person) => person.call(signOutEverywhere)],
    ['the term ends', documentClose.forbidden, ({ memberId }) => update(memberId, { endsOn: '2020-02-01' })],
    ['the role no longer sees the plan', documentClose.forbidden, ({ memberId }) => update(memberId, { role: 'observer' })],
    [
      'the member is removed',
      documentClose.forbidden,
      ({ memberId }) => world.people.coordinator.call(removeMember, { params: { memberId } }),
    ],
  ];

  it.each(ways)('is closed at once when %s, and what is written afterwards is not taken', async (_title, code, way) => {
    const lesson = await startLesson(world, world.people.rear);
    const person = await world.addPerson('rear');
    const raw = await writing(person, lesson, '之前写的');
    await way(person);
    const before = await stored(lesson);
    expect(before).toContain('之前写的');
    const end = await writeOn(raw, '之后写的');
    expect(end.code).toBe(code);
    expect(end.ms).toBeLessThan(5_000);
    expect(await stored(lesson)).toBe(before);
  });

  it('of someone who becomes a mentor stays open to read, and takes no more words', async () => {
    const lesson = await startLesson(world, world.people.rear);
    const person = await world.addPerson('rear');
    const raw = await writing(person, lesson, '之前写的');
    await update(person.memberId, { role: 'mentor' });
    const before = await stored(lesson);
    expect(await writeOn(raw, '之后写的')).toMatchObject({ code: null });
    expect(raw.refusals).toEqual(['read_only']);
    expect(raw.hello?.access).toBe('comment');
    expect(await stored(lesson)).toBe(before);
    raw.close();
  });

  it('of someone who was asked to this lesson alone is closed when they are taken off it', async () => {
    const { rear, observer } = world.people;
    const lesson = await startLesson(world, rear);
    const params = { lessonId: lesson.id, personId: observer.id };
    await rear.call(inviteToLesson, { params, body: { part: 'observer' } });
    const raw = await openRawPlan(platform, observer, lesson);
    await raw.opened;
    const started = performance.now();
    await rear.call(removeFromLesson, { params });
    expect(await raw.closed).toBe(documentClose.forbidden);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
