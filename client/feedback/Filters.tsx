import { NativeSelect, SegmentedControl } from '@mantine/core';
import type { Thread, ThreadKind } from '../../shared/feedback.ts';
import { useWords } from '../ui/words.ts';
import classes from './FeedbackPanel.module.css';
import { kinds } from './kinds.tsx';
import { words } from './words.ts';

/** Which threads are shown. */
export interface Filter {
  state: 'open' | 'resolved' | 'all';
  kind: ThreadKind | 'all';
}

/** What one looks for when opening a lesson: what is still to be answered. */
export const openOnly: Filter = { state: 'open', kind: 'all' };
export const everything: Filter = { state: 'all', kind: 'all' };

/** Whether a thread is shown by a filter. */
export const passes = ({ state, kind }: Filter, thread: Thread): boolean =>
  (state === 'all' || (thread.resolvedAt === null) === (state === 'open')) && (kind === 'all' || thread.kind === kind);

/** Choosing by state, with how many there are of each, and by kind. */
export function Filters(props: { threads: readonly Thread[]; filter: Filter; onChange: (filter: Filter) => void }) {
  const t = useWords(words);
  const { threads, filter, onChange } = props;
  const count = (state: Filter['state']) => threads.filter((thread) => passes({ state, kind: filter.kind }, thread)).length;
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
      <NativeSelect
        size="sm"
        aria-label={t('filter.kind')}
        value={filter.kind}
        onChange={({ currentTarget }) =>
          onChange({ ...filter, kind: kinds.find((kind) => kind === currentTarget.value) ?? 'all' })
        }
        data={[{ value: 'all', label: t('kind.all') }, ...kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))]}
      />
    </div>
  );
}
