import { Chip, Group, NativeSelect } from '@mantine/core';
import { lessonStates, listLessons } from '../../shared/planning.ts';
import { useAnswer } from '../connection/useAnswer.ts';
import { words as planningWords } from '../planning/words.ts';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** What narrows a search, as it stands in the address. */
export const filterNames = ['kind', 'mine', 'subject', 'grade', 'state'] as const;
export type FilterName = (typeof filterNames)[number];

const kinds = ['plan', 'step', 'comment', 'file', 'need'] as const;

/** Where to look: kinds of texts, my lessons, and subjects, grades and states as there are among my lessons. */
export function SearchFilters(props: { values: URLSearchParams; onChange: (name: FilterName, value: string) => void }) {
  const { values, onChange } = props;
  const t = useWords(words);
  const planning = useWords(planningWords);
  const lessons = useAnswer(listLessons).data?.items ?? [];
  const among = (name: 'subject' | 'grade') =>
    [...new Set([...lessons.map((lesson) => lesson[name]), values.get(name) ?? ''])]
      .filter((value) => value !== '')
      .toSorted(byName);
  const select = (name: 'subject' | 'grade' | 'state', data: { value: string; label: string }[]) => (
    <NativeSelect
      key={name}
      size="sm"
      aria-label={t(`find.${name}`)}
      value={values.get(name) ?? ''}
      onChange={(event) => onChange(name, event.currentTarget.value)}
      data={[{ value: '', label: t('find.option', { name: t(`find.${name}`), value: t('find.any') }) }, ...data]}
    />
  );
  const plain = (value: string) => ({ value, label: value });
  return (
    <Group gap="sm">
      <Chip.Group value={values.get('kind') ?? ''} onChange={(value) => onChange('kind', String(value))}>
        <Group gap={6} role="radiogroup" aria-label={t('find.kinds')}>
          <Chip value="">{t('kind.all')}</Chip>
          {kinds.map((kind) => (
            <Chip key={kind} value={kind}>
              {t(`kind.${kind}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Group gap="sm">
        <Chip checked={values.get('mine') === '1'} onChange={(checked) => onChange('mine', checked ? '1' : '')} variant="outline">
          {t('find.mine')}
        </Chip>
        {select('subject', among('subject').map(plain))}
        {select('grade', among('grade').map(plain))}
        {select(
          'state',
          lessonStates.map((state) => ({ value: state, label: planning(`state.${state}`) })),
        )}
      </Group>
    </Group>
  );
}

const byName = (one: string, other: string): number => one.localeCompare(other, 'zh');
