import { Button, Checkbox, Group, Modal, NativeSelect, NumberInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { createLesson, listColleagues, listLessons } from '../../shared/planning.ts';
import { listNeeds, type Need } from '../../shared/programme.ts';
import { call } from '../connection/call.ts';
import { useAccount } from '../connection/session.tsx';
import { answerKey, useAnswer } from '../connection/useAnswer.ts';
import { commonWords } from '../ui/commonWords.ts';
import { fieldErrors } from '../ui/errors.ts';
import { FormError } from '../ui/FormError.tsx';
import { useWords } from '../ui/words.ts';
import { allNames, ClassNames, type ClassNaming } from './ClassNames.tsx';
import type { PlanningTeam } from './LessonsPage.tsx';
import { words } from './words.ts';

const plannerRoles = ['rear', 'stationed', 'recipient'];

const blank = { needId: '', title: '', subject: '', grade: '', textbook: '', periods: 1, minutes: 40, plannedFor: '' };

interface NewLessonDialogProps {
  teams: readonly PlanningTeam[];
  /** The need that the lesson is to answer, when one has come from it. */
  need?: Need | undefined;
  onClose: () => void;
}

/** What a need already says of the lesson that answers it. */
const answerTo = ({ id, subject, grade }: Need) => ({ needId: id, subject, grade });

/** Starts a lesson: what it is, for which need and classes, and with whom. Leads to its plan. */
export function NewLessonDialog({ teams, need: answered, onClose }: NewLessonDialogProps) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const account = useAccount();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [teamId, setTeamId] = useState(answered?.teamId ?? teams[0]?.id ?? '');
  const [form, setForm] = useState(answered === undefined ? blank : { ...blank, ...answerTo(answered) });
  const [classes, setClasses] = useState<ClassNaming>({ names: [], typed: '' });
  const [chosen, setChosen] = useState<string[]>([]);
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set());
  const needs = useAnswer(listNeeds);
  const colleagues = useAnswer(listColleagues, { params: { teamId } });
  const open = (needs.data?.items ?? []).filter((need) => need.teamId === teamId && need.state !== 'met');
  const others = (colleagues.data?.items ?? []).filter(({ id, role }) => id !== account.id && plannerRoles.includes(role));

  const create = useMutation({
    mutationFn: () =>
      call(createLesson, {
        body: {
          ...form,
          teamId,
          needId: form.needId === '' ? null : form.needId,
          plannedFor: form.plannedFor === '' ? null : new Date(form.plannedFor).toISOString(),
          classNames: allNames(classes),
          coPlannerIds: chosen,
        },
      }),
    onSuccess: async (lesson) => {
      await queries.invalidateQueries({ queryKey: answerKey(listLessons) });
      await navigate(`/lessons/${lesson.id}`);
    },
  });
  const set = <K extends keyof typeof blank>(key: K, value: (typeof blank)[K]) => setForm((now) => ({ ...now, [key]: value }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const empty = (['title', 'subject', 'grade'] as const).filter((key) => form[key].trim() === '');
    setMissing(new Set(empty));
    if (empty.length > 0) event.currentTarget.querySelector<HTMLElement>(`[name="${empty[0]}"]`)?.focus();
    else create.mutate();
  };
  const wrong = fieldErrors(create.error);
  const errorOf = (key: string) => (missing.has(key) ? t(key === 'title' ? 'new.title.required' : 'new.required') : wrong[key]);
  const text = (key: 'title' | 'subject' | 'grade' | 'textbook') => ({
    name: key,
    value: form[key],
    error: errorOf(key),
    onChange: (event: { currentTarget: HTMLInputElement }) => set(key, event.currentTarget.value),
  });
  const chooseNeed = (needId: string) => {
    const need = open.find(({ id }) => id === needId);
    setForm((now) => ({
      ...now,
      needId,
      subject: now.subject === '' ? (need?.subject ?? '') : now.subject,
      grade: now.grade === '' ? (need?.grade ?? '') : now.grade,
    }));
  };

  return (
    <Modal opened onClose={onClose} title={t('new.title')} size="lg" closeButtonProps={{ 'aria-label': common('close') }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text c="dimmed" size="sm">
            {t('new.lead')}
          </Text>
          {teams.length > 1 && (
            <NativeSelect
              label={t('new.team')}
              value={teamId}
              data={teams.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(event) => {
                setTeamId(event.currentTarget.value);
                setChosen([]);
                set('needId', '');
              }}
            />
          )}
          {open.length > 0 && (
            <NativeSelect
              label={t('new.need')}
              value={form.needId}
              data={[{ value: '', label: t('new.need.none') }, ...open.map(({ id, title }) => ({ value: id, label: title }))]}
              onChange={(event) => chooseNeed(event.currentTarget.value)}
            />
          )}
          <TextInput
            label={t('new.topic')}
            placeholder={t('new.topic.example')}
            maxLength={120}
            required
            data-autofocus
            {...text('title')}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput label={t('new.subject')} maxLength={40} required {...text('subject')} />
            <TextInput label={t('new.grade')} maxLength={40} required {...text('grade')} />
          </SimpleGrid>
          <TextInput label={`${t('new.textbook')}${common('optional')}`} maxLength={120} {...text('textbook')} />
          <SimpleGrid cols={2}>
            <NumberInput
              label={t('new.periods')}
              min={1}
              max={20}
              allowDecimal={false}
              size="md"
              hideControls
              value={form.periods}
              onChange={(value) => set('periods', Number(value) || 1)}
            />
            <NumberInput
              label={t('new.minutes')}
              min={5}
              max={240}
              allowDecimal={false}
              size="md"
              hideControls
              value={form.minutes}
              onChange={(value) => set('minutes', Number(value) || 40)}
            />
          </SimpleGrid>
          <ClassNames value={classes} onChange={setClasses} />
          <TextInput
            type="datetime-local"
            label={`${t('new.plannedFor')}${common('optional')}`}
            value={form.plannedFor}
            onChange={(event) => set('plannedFor', event.currentTarget.value)}
          />
          <Checkbox.Group label={t('new.colleagues')} value={chosen} onChange={setChosen}>
            {others.length === 0 && colleagues.isSuccess && (
              <Text size="sm" c="dimmed">
                {t('new.colleagues.none')}
              </Text>
            )}
            <Group gap="xs" mt="xs">
              {others.map(({ id, name, role }) => (
                <Checkbox key={id} value={id} label={`${name}（${common(`role.${role as 'rear'}`)}）`} />
              ))}
            </Group>
          </Checkbox.Group>
          <FormError error={create.error} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {common('cancel')}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t('new.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
