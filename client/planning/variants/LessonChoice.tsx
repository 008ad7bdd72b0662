import { Input, Radio, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { listLessons, type Lesson } from '../../../shared/planning.ts';
import { useAnswer } from '../../connection/useAnswer.ts';
import { Failure } from '../../ui/Failure.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { useWords } from '../../ui/words.ts';
import { words } from '../words.ts';
import { variantWords } from './variantWords.ts';

const most = 6;

/** One of the lessons that I may take over, found by words of its title, subject, grade or planners. */
export function LessonChoice(props: { chosen: Lesson | null; error: string | undefined; onChoose: (lesson: Lesson) => void }) {
  const t = useWords(variantWords);
  const planning = useWords(words);
  const [sought, setSought] = useState('');
  const lessons = useAnswer(listLessons);
  const fit = (lessons.data?.items ?? []).filter((lesson) => lesson.rights.comment && holds(lesson, sought));
  const { chosen } = props;
  const shown = fit.slice(0, most);
  const listed = chosen === null || shown.some(({ id }) => id === chosen.id) ? shown : [chosen, ...shown.slice(0, most - 1)];
  return (
    <Stack gap="xs">
      <TextInput
        type="search"
        label={t('choose')}
        placeholder={t('choose.hint')}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={sought}
        onChange={(event) => setSought(event.currentTarget.value)}
        // The form is not sent from here.
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      {lessons.isPending && <Loading />}
      {lessons.isError && <Failure error={lessons.error} retry={lessons.refetch} />}
      <Radio.Group
        aria-label={t('choose.list')}
        value={chosen?.id ?? ''}
        onChange={(id) => {
          const lesson = listed.find((one) => one.id === id);
          if (lesson !== undefined) props.onChoose(lesson);
        }}
      >
        <Stack gap={6}>
          {listed.map((lesson) => (
            <Radio
              key={lesson.id}
              name="originId"
              value={lesson.id}
              label={lesson.title}
              description={[lesson.subject, lesson.grade, planning(`state.${lesson.state}`), leadOf(lesson)]
                .filter((fact) => fact !== '')
                .join(' · ')}
            />
          ))}
        </Stack>
      </Radio.Group>
      {lessons.isSuccess && listed.length === 0 && (
        <Text size="sm" c="dimmed">
          {t(sought.trim() === '' ? 'choose.empty' : 'choose.none')}
        </Text>
      )}
      {fit.length > most && (
        <Text size="sm" c="dimmed" role="status">
          {t('choose.more', { count: fit.length - most })}
        </Text>
      )}
      {props.error !== undefined && <Input.Error role="alert">{props.error}</Input.Error>}
    </Stack>
  );
}

const leadOf = ({ people }: Lesson): string => people.find(({ part }) => part === 'lead-planner')?.person.name ?? '';

function holds(lesson: Lesson, sought: string): boolean {
  const text = [lesson.title, lesson.subject, lesson.grade, ...lesson.people.map(({ person }) => person.name)]
    .join(' ')
    .toLowerCase();
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
