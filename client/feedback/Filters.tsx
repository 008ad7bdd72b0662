import { NativeSelect, SegmentedControl } from '@mantine/core';
import type { Thread, ThreadKind } from '../../shared/feedback.ts';
import type { Person } from '../../shared/values.ts';
import { useWords } from '../ui/words.ts';
import classes from './FeedbackPanel.module.css';
import { kinds } from './kinds.tsx';
import { words } from './words.ts';

/** Which threads are shown. */
export interface Filter {
  state: 'open' | 'resolved' | 'all';
  kind: ThreadKind | 'all';
  /** The id of someone who wrote or decided in it. */
  person: string;
}

/** What one looks for when opening a lesson: what is still to be answered. */
export const openOnly: Filter = { state: 'open', kind: 'all', person: 'all' };
export const everything: Filter = { state: 'all', kind: 'all', person: 'all' };

/** Whether a thread is shown by a filter. */
export const passes = ({ state, kind, person }: Filter, thread: Thread): boolean =>
  (state === 'all' || (thread.resolvedAt === null) === (state === 'open')) &&
  (kind === 'all' || thread.kind === kind) &&
  (person === 'all' || peopleIn(thread).some(({ id }) => id === person));

const peopleIn = ({ comments, decisions }: Thread): Person[] => [
  ...comments.map(({ author }) => author),
  ...decisions.map(({ by }) => by),
];

/** Choosing by state, with how many there are of each, by kind, and by who took part. */
export function Filters(props: { threads: readonly Thread[]; filter: Filter; onChange: (filter: Filter) => void }) {
  const t = useWords(words);
  const { threads, filter, onChange } = props;
  const count = (state: Filter['state']) => threads.filter((thread) => passes({ ...filter, state }, thread)).length;
  const people = [...new Map(threads.flatMap(peopleIn).map((person) => [person.id, person])).values()];
  return (
    <div className={classes.filters}>
      <SegmentedControl
        size="sm"
        fullWidth
        aria-label={t('filter.state')}
        value={filter.state}
        onChange={(state) => onChange({ ...filter, state })}
        data={[
          { value: 'open', label: t('state.open', { count: count('open') }) },
          { value: 'resolved', label: t('state.resolved', { count: count('resolved') }) },
          { value: 'all', label: t('state.all') },
        ]}
      />
      <div className={classes.choices}>
        <NativeSelect
          size="sm"
          aria-label={t('filter.kind')}
          value={filter.kind}
          onChange={({ currentTarget }) =>
            onChange({ ...filter, kind: kinds.find((kind) => kind === currentTarget.value) ?? 'all' })
          }
          data={[{ value: 'all', label: t('kind.all') }, ...kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))]}
        />
        <NativeSelect
          size="sm"
          aria-label={t('filter.person')}
          value={filter.person}
          onChange={({ currentTarget }) => onChange({ ...filter, person: currentTarget.value })}
          data={[
            { value: 'all', label: t('person.all') },
            ...people.map(({ id, name }) => ({ value: id, label: name || t('former') })),
          ]}
        />
      </div>
    </div>
  );
}
