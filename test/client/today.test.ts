import { describe, expect, it } from 'vitest';
import { lessonReadyToTeach, lessonsInProgress } from '../../client/app/chooseForToday.ts';
import { returnPath } from '../../client/app/RequireNobody.tsx';
import type { Lesson } from '../../shared/planning.ts';

const rights = { editPlan: true, comment: true, manage: true, openClass: true };
const lesson = (title: string, more: Partial<Lesson> = {}): Lesson => ({
  id: title,
  teamId: 't',
  title,
  subject: '数学',
  grade: '四年级',
  textbook: '',
  periods: 1,
  minutes: 40,
  state: 'draft',
  documentId: 'd',
  needId: null,
  plannedFor: null,
  people: [],
  rights,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  ...more,
});
const me = { person: { id: 'me', name: '马', colour: 1 }, part: 'co-planner' as const };
const titles = (lessons: Lesson[]) => lessons.map(({ title }) => title);

describe('lessonsInProgress', () => {
  it('shows mine first, keeps the order otherwise, and leaves out what is finished', () => {
    const all = [lesson('a'), lesson('b', { people: [me] }), lesson('c', { state: 'reflected', people: [me] }), lesson('d')];
    expect(titles(lessonsInProgress(all, 'me'))).toEqual(['b', 'a', 'd']);
  });

  it('stays short', () => {
    expect(
      lessonsInProgress(
        Array.from({ length: 30 }, (_, index) => lesson(String(index))),
        'me',
      ),
    ).toHaveLength(5);
  });
});

describe('lessonReadyToTeach', () => {
  const now = Date.parse('2026-03-02T02:00:00.000Z');
  const final = (title: string, plannedFor: string | null, more: Partial<Lesson> = {}) =>
    lesson(title, { state: 'final', plannedFor, ...more });

  it('is the soonest final plan, also when its class is a little late', () => {
    const all = [
      final('without a time', null),
      final('tomorrow', '2026-03-03T02:00:00.000Z'),
      final('late by an hour', '2026-03-02T01:00:00.000Z'),
      final('yesterday', '2026-03-01T02:00:00.000Z'),
    ];
    expect(lessonReadyToTeach(all, now)?.title).toBe('late by an hour');
    expect(lessonReadyToTeach(all.slice(0, 1), now)?.title).toBe('without a time');
  });

  it('is none that I may not open, or whose plan is not final', () => {
    const mayNot = final('not mine', null, { rights: { ...rights, openClass: false } });
    expect(lessonReadyToTeach([mayNot, lesson('a draft'), final('taught', null, { state: 'taught' })], now)).toBeUndefined();
  });
});

describe('returnPath', () => {
  it('follows paths of this site only', () => {
    expect(returnPath('/lessons/1?step=2')).toBe('/lessons/1?step=2');
    for (const elsewhere of [null, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      expect(returnPath(elsewhere)).toBe('/');
    }
  });
});
