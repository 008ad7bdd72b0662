import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { createLesson, listLessons, type Lesson } from '../../../shared/planning.ts';
import type { Need } from '../../../shared/programme.ts';
import { getFamily } from '../../../shared/variants.ts';
import { call } from '../../connection/call.ts';
import { answerKey } from '../../connection/useAnswer.ts';
import { fieldErrors } from '../../ui/errors.ts';
import { useWords } from '../../ui/words.ts';
import { allNames, type ClassNaming } from '../ClassNames.tsx';
import { writeImport } from '../exchange/ExchangeMenu.tsx';
import type { ChosenImport } from '../exchange/ImportDialog.tsx';
import { words } from '../words.ts';

/** Where the plan of a new lesson starts. */
export type Start = 'standard' | 'template' | 'lesson';

const blank = {
  teamId: '',
  needId: '',
  title: '',
  subject: '',
  grade: '',
  textbook: '',
  periods: 1,
  minutes: 40,
  plannedFor: '',
  templateId: '',
  reason: '',
  keepReference: false,
};

type Values = typeof blank;
export type LessonForm = ReturnType<typeof useLessonForm>;

/** The form of a new lesson: what was typed, what it starts from, what is missing, and its sending, which leads to the plan. */
export function useLessonForm(given: { teamId: string; need: Need | undefined; origin: Lesson | undefined }) {
  const t = useWords(words);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [values, setValues] = useState<Values>(() => ({
    ...blank,
    teamId: given.teamId,
    ...(given.need === undefined ? {} : answerTo(given.need)),
    ...(given.origin === undefined ? {} : cardOf(given.origin)),
  }));
  const [start, setStart] = useState<Start>(given.origin === undefined ? 'standard' : 'lesson');
  const [origin, setOrigin] = useState(given.origin ?? null);
  const [classes, setClasses] = useState<ClassNaming>({ names: [], typed: '' });
  const [coPlannerIds, setCoPlanners] = useState<string[]>([]);
  const [file, setFile] = useState<ChosenImport | null>(null);
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set());

  const create = useMutation({
    mutationFn: async () => {
      const { reason, keepReference, templateId, needId, plannedFor, ...card } = values;
      const lesson = await call(createLesson, {
        body: {
          ...card,
          needId: needId === '' ? null : needId,
          plannedFor: plannedFor === '' ? null : new Date(plannedFor).toISOString(),
          classNames: allNames(classes),
          coPlannerIds,
          templateId: start === 'template' && templateId !== '' ? templateId : null,
          ...(start === 'lesson' && origin !== null ? { originId: origin.id, reason, keepReference } : {}),
        },
      });
      if (file !== null) await writeImport(lesson.id, file);
      return lesson;
    },
    onSuccess: async (lesson) => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: answerKey(listLessons) }),
        queries.invalidateQueries({ queryKey: answerKey(getFamily) }),
      ]);
      await navigate(`/lessons/${lesson.id}`);
    },
  });

  const set = <K extends keyof Values>(key: K, value: Values[K]) => {
    setValues((now) => ({ ...now, [key]: value }));
    setMissing((now) => new Set([...now].filter((each) => each !== key)));
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const empty: string[] = (['title', 'subject', 'grade'] as const).filter((key) => values[key].trim() === '');
    if (start === 'template' && values.templateId === '') empty.unshift('templateId');
    if (start === 'lesson') {
      if (origin === null) empty.unshift('originId');
      if (values.reason.trim() === '') empty.push('reason');
      if (allNames(classes).length === 0) empty.push('classNames');
    }
    setMissing(new Set(empty));
    if (empty.length === 0) {
      create.mutate();
      return;
    }
    // The first of them as they stand in the form.
    const fields = [...event.currentTarget.querySelectorAll<HTMLElement>('[name]')];
    fields.find((field) => empty.includes(field.getAttribute('name') ?? ''))?.focus();
  };
  const wrong = fieldErrors(create.error);
  const errorOf = (key: string): string | undefined =>
    missing.has(key)
      ? t(key === 'title' ? 'new.title.required' : key === 'originId' ? 'new.lesson.required' : 'new.required')
      : wrong[key];

  return {
    values,
    set,
    start,
    setStart,
    origin,
    setOrigin: (chosen: Lesson) => {
      setOrigin(chosen);
      // What was typed before stays; what is still empty is as in the lesson that was chosen.
      setValues((now) => ({ ...now, ...cardOf(chosen), ...typedIn(now) }));
      setMissing(new Set());
    },
    answer: (needId: string, need: Need | undefined) =>
      setValues((now) => ({
        ...now,
        needId,
        subject: now.subject === '' ? (need?.subject ?? '') : now.subject,
        grade: now.grade === '' ? (need?.grade ?? '') : now.grade,
      })),
    classes,
    setClasses: (naming: ClassNaming) => {
      setClasses(naming);
      setMissing((now) => new Set([...now].filter((each) => each !== 'classNames')));
    },
    file,
    /** The plan comes from a file: what it says of the lesson fills what is still empty. */
    setFile: (chosen: ChosenImport) => {
      const { title, subject, grade, textbook, periods, minutes, className } = chosen.preview.facts;
      const said = { title: title ?? '', subject: subject ?? '', grade: grade ?? '', textbook: textbook ?? '' };
      setFile(chosen);
      setValues((now) => ({
        ...now,
        ...said,
        periods: periods ?? now.periods,
        minutes: minutes ?? now.minutes,
        ...typedIn(now),
      }));
      if (className !== null && classes.names.length === 0) setClasses({ ...classes, names: [className] });
      setMissing(new Set());
    },
    coPlannerIds,
    setCoPlanners,
    errorOf,
    submit,
    error: create.error,
    busy: create.isPending,
    text: (key: 'title' | 'subject' | 'grade' | 'textbook' | 'reason') => ({
      name: key,
      value: values[key],
      error: errorOf(key),
      onChange: (event: { currentTarget: { value: string } }) => set(key, event.currentTarget.value),
    }),
  };
}

/** What a need already says of the lesson that answers it. */
const answerTo = ({ id, subject, grade }: Need) => ({ needId: id, subject, grade });

/** What a lesson already says of another one with its plan. */
const cardOf = ({ title, subject, grade, textbook, periods, minutes }: Lesson) => ({
  title,
  subject,
  grade,
  textbook,
  periods,
  minutes,
});

function typedIn(values: Values): Partial<Values> {
  const keys = ['title', 'subject', 'grade', 'textbook'] as const;
  return Object.fromEntries(keys.flatMap((key) => (values[key].trim() === '' ? [] : [[key, values[key]]])));
}
