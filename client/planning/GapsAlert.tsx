import { Alert, Button, List } from '@mantine/core';
import { IconCheck, IconListCheck } from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { useEffect, useState } from 'react';
import type * as Y from 'yjs';
import { findPlanGaps, planRoot, type PlanGap } from '../../shared/planDocument.ts';
import { commonWords } from '../ui/commonWords.ts';
import { useWords, type Translate } from '../ui/words.ts';
import { jumpTo } from './editor/jump.ts';
import classes from './GapsAlert.module.css';
import { words } from './words.ts';

interface GapsAlertProps {
  gaps: readonly PlanGap[];
  editor: Editor | null;
  /** The plan, in which the gaps are being filled. */
  doc: Y.Doc | undefined;
  /** How long the lesson is, in minutes. */
  total: number;
  onClose: () => void;
}

/** What the plan lacks to be final; each line leads to its place, and stays, ticked, when it is filled: nothing below moves. */
export function GapsAlert(props: GapsAlertProps) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const { gaps, editor } = props;
  const open = useOpenGaps(gaps, props.doc, props.total);
  return (
    <Alert
      variant="default"
      className={classes.alert ?? ''}
      icon={<IconListCheck aria-hidden />}
      title={t('gaps.title')}
      role="alert"
      mt="md"
      withCloseButton
      closeButtonLabel={common('close')}
      onClose={props.onClose}
    >
      {t(open.size === 0 ? 'gaps.filled' : 'gaps.lead')}
      <List mt="xs" size="sm">
        {gaps.map((gap) => (
          <List.Item key={keyOf(gap)}>
            <Button
              variant="transparent"
              size="compact-sm"
              px={0}
              styles={{ label: { whiteSpace: 'normal', textAlign: 'start' }, root: { height: 'auto', minHeight: 28 } }}
              onClick={() => jumpTo(editor, gap.where, fields[gap.what])}
              c={open.has(keyOf(gap)) ? undefined : 'dimmed'}
              rightSection={open.has(keyOf(gap)) ? undefined : <IconCheck size={16} role="img" aria-label={t('gaps.done')} />}
            >
              {describe(t, gap, props.total)}
            </Button>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** Where in its part a gap is filled, when not at its beginning. */
const fields: Partial<Record<PlanGap['what'], string>> = { lineDrop: 'lineDrop', learners: 'learnerProfile' };

const keyOf = ({ what, where }: PlanGap): string => `${what}:${where}`;

/** Which of these gaps the plan still has, as it is being written. */
function useOpenGaps(gaps: readonly PlanGap[], doc: Y.Doc | undefined, total: number): ReadonlySet<string> {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(gaps.map(keyOf)));
  useEffect(() => {
    if (doc === undefined) return;
    const look = () => {
      const now = new Set(findPlanGaps(doc.getXmlFragment(planRoot), total).map(keyOf));
      setOpen(new Set(gaps.map(keyOf).filter((key) => now.has(key))));
    };
    look();
    doc.on('update', look);
    return () => doc.off('update', look);
  }, [gaps, doc, total]);
  return open;
}

function describe(t: Translate<keyof typeof words.zh>, { what, label }: PlanGap, total: number): string {
  if (what === 'steps') return t('gaps.steps');
  if (what === 'sum') return t('gaps.sum', { sum: label, total });
  if (what === 'learners') return label === '' ? t('gaps.learners.unnamed') : t('gaps.learners', { label });
  return t(`gaps.${what}`, { label: label === '' ? t('gaps.step.unnamed') : label });
}
