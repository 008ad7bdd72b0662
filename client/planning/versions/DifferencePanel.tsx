import { Checkbox, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMemo, useState, type ReactNode } from 'react';
import { countChanges, findDifference, type Difference } from '../../../shared/planDifference.ts';
import type { PlanNode } from '../../../shared/planNode.ts';
import { useWords } from '../../ui/words.ts';
import classes from './Difference.module.css';
import { DifferenceView } from './DifferenceView.tsx';
import { versionWords } from './versionWords.ts';

export interface Side {
  content: PlanNode;
  label: string;
}

/** The difference of two plans, in one text or side by side, with or without what has stayed as it was. */
export function DifferencePanel(props: {
  before: Side;
  after: Side;
  /** What the two sides are called; earlier and later unless given. */
  sides?: { before: string; after: string };
  /** What stands behind some of the differences. */
  act?: (difference: Difference) => ReadonlyMap<Difference, ReactNode>;
}) {
  const { before, after, sides, act } = props;
  const t = useWords(versionWords);
  const [mode, setMode] = useState<'inline' | 'side'>('inline');
  const [all, setAll] = useState(false);
  const difference = useMemo(() => findDifference(before.content, after.content), [before.content, after.content]);
  const actions = useMemo(() => act?.(difference), [act, difference]);
  const count = countChanges(difference);
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="sm">
        <Text fw={600}>{count === 0 ? t('count.none') : t('count', { count })}</Text>
        <SegmentedControl
          aria-label={t('mode')}
          value={mode}
          data={(['inline', 'side'] as const).map((value) => ({ value, label: t(`mode.${value}`) }))}
          onChange={(value) => setMode(value === 'side' ? 'side' : 'inline')}
        />
      </Group>
      <Checkbox label={t('all')} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />
      <dl className={classes.sides}>
        <div>
          <dt>{sides?.before ?? t('before')}</dt>
          <dd>{before.label}</dd>
        </div>
        <div>
          <dt>{sides?.after ?? t('after')}</dt>
          <dd>{after.label}</dd>
        </div>
      </dl>
      <div className={classes.difference} data-mode={mode}>
        <DifferenceView difference={difference} all={all} mode={mode} actions={actions} />
      </div>
    </Stack>
  );
}
