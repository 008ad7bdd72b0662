import { Alert, Button, List } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import type { PlanGap } from '../../shared/planDocument.ts';
import { commonWords } from '../ui/commonWords.ts';
import { useWords, type Translate } from '../ui/words.ts';
import { jumpTo } from './editor/jump.ts';
import classes from './GapsAlert.module.css';
import { words } from './words.ts';

/** What the plan lacks to be final; each line leads to its place. */
export function GapsAlert(props: { gaps: readonly PlanGap[]; editor: Editor | null; onClose: () => void }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const { gaps, editor } = props;
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
      {t('gaps.lead')}
      <List mt="xs" size="sm">
        {gaps.map((gap) => (
          <List.Item key={`${gap.what}:${gap.where}`}>
            <Button
              variant="transparent"
              size="compact-sm"
              px={0}
              styles={{ label: { whiteSpace: 'normal', textAlign: 'start' }, root: { height: 'auto', minHeight: 28 } }}
              onClick={() => jumpTo(editor, gap.where, gap.what === 'lineDrop' ? 'lineDrop' : undefined)}
            >
              {describe(t, gap)}
            </Button>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function describe(t: Translate<keyof typeof words.zh>, { what, label }: PlanGap): string {
  if (what === 'steps') return t('gaps.steps');
  if (what === 'learners') return label === '' ? t('gaps.learners.unnamed') : t('gaps.learners', { label });
  return t(`gaps.${what}`, { label: label === '' ? t('gaps.step.unnamed') : label });
}
