import { Button, Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { IconMessagePlus } from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { commonWords } from '../ui/commonWords.ts';
import { Failure } from '../ui/Failure.tsx';
import { useWords } from '../ui/words.ts';
import { selectedPassage } from './anchors.ts';
import { Composer } from './Composer.tsx';
import { changedThread } from './drafts.ts';
import classes from './FeedbackPanel.module.css';
import { everything, Filters, passes } from './Filters.tsx';
import { KindIcon, kinds } from './kinds.tsx';
import { ThreadCard } from './ThreadCard.tsx';
import type { Feedback } from './useFeedback.ts';
import { useHasSelection } from './useHasSelection.ts';
import { words } from './words.ts';

/** What stands in the panel or the drawer: writing, filters, threads. */
export function FeedbackBody(props: { editor: Editor | null; mayWrite: boolean; feedback: Feedback }) {
  const t = useWords(words);
  const { editor, mayWrite, feedback } = props;
  const { draft, asked, actions, threads } = feedback;
  const hasSelection = useHasSelection(editor);
  const written = [actions.open, actions.reply].find(({ isSuccess }) => isSuccess);
  const begin = () => {
    const passage = editor === null ? null : selectedPassage(editor);
    feedback.write(changedThread(null, { anchor: passage ?? { type: 'lesson' } }));
  };

  return (
    <Stack gap="sm" className={classes.panel}>
      {mayWrite && draft === null && (
        <Button variant="light" fullWidth px="xs" leftSection={<IconMessagePlus size={20} aria-hidden />} onClick={begin}>
          {t(hasSelection ? 'writeOnSelection' : 'write')}
        </Button>
      )}
      {mayWrite && draft !== null && (
        <Composer
          draft={draft}
          people={feedback.people}
          editor={editor}
          begun={feedback.begun}
          onDraft={feedback.write}
          onSend={feedback.send}
          sending={actions.open.isPending}
          error={actions.open.error}
        />
      )}
      {asked.data === undefined ? (
        asked.error === null ? (
          <Waiting />
        ) : (
          <Failure error={asked.error} retry={asked.refetch} />
        )
      ) : threads.length === 0 ? (
        draft === null && <Empty mayWrite={mayWrite} />
      ) : (
        <Threads mayWrite={mayWrite} feedback={feedback} />
      )}
      <VisuallyHidden role="status">
        {actions.decide.isSuccess ? t('decided') : written === undefined ? '' : t(written.data === null ? 'kept' : 'sent')}
      </VisuallyHidden>
    </Stack>
  );
}

function Threads({ mayWrite, feedback }: { mayWrite: boolean; feedback: Feedback }) {
  const t = useWords(words);
  const { threads, filter, setFilter } = feedback;
  const shown = threads.filter((thread) => passes(filter, thread) || thread.id === feedback.selectedId);
  return (
    <>
      <Filters threads={threads} filter={filter} onChange={setFilter} />
      {shown.length === 0 && (
        <div className={classes.none}>
          <p>{t('noneOfThese')}</p>
          <Button variant="subtle" size="compact-sm" onClick={() => setFilter(everything)}>
            {t('showAll')}
          </Button>
        </div>
      )}
      <ul className={classes.list} aria-label={t('list')}>
        {shown.map((thread) => (
          <li key={thread.id}>
            <ThreadCard
              thread={thread}
              selected={thread.id === feedback.selectedId}
              orphaned={feedback.isOrphaned(thread)}
              mayWrite={mayWrite}
              people={feedback.people}
              actions={feedback.actions}
              onKeep={() => feedback.keep(thread.id)}
              onSelect={() => feedback.goTo(thread.id)}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

function Empty({ mayWrite }: { mayWrite: boolean }) {
  const t = useWords(words);
  return (
    <div className={classes.empty}>
      <div className={classes.emptyIcons}>
        {kinds.map((kind) => (
          <KindIcon key={kind} kind={kind} size={20} />
        ))}
      </div>
      <p>
        <strong>{t('emptyTitle')}</strong>
      </p>
      <p>{t(mayWrite ? 'emptyWriter' : 'emptyReader')}</p>
    </div>
  );
}

function Waiting() {
  const t = useWords(commonWords);
  return (
    <Stack gap="sm" role="status">
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
      <Skeleton height={92} radius="md" />
      <Skeleton height={92} radius="md" />
    </Stack>
  );
}
