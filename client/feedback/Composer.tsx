import { Anchor, Stack } from '@mantine/core';
import type { Editor } from '@tiptap/core';
import { useEffect, useRef } from 'react';
import { useWords } from '../ui/words.ts';
import { selectedPassage } from './anchors.ts';
import { changedThread, type ThreadDraft } from './drafts.ts';
import classes from './FeedbackPanel.module.css';
import { KindPicker } from './kinds.tsx';
import { useHasSelection } from './useHasSelection.ts';
import { words } from './words.ts';
import { WritingBox } from './WritingBox.tsx';

/** Writing a new thread: what it is about, its kind, its words. */
export function Composer(props: {
  draft: ThreadDraft;
  editor: Editor | null;
  /** Whether it was opened here, rather than found from an earlier visit: then it takes the focus. */
  begun: boolean;
  onDraft: (draft: ThreadDraft | null) => void;
  onSend: (draft: ThreadDraft) => void;
  sending: boolean;
  error: unknown;
}) {
  const t = useWords(words);
  const { draft, editor, begun, onDraft } = props;
  const textarea = useRef<HTMLTextAreaElement>(null);
  const hasSelection = useHasSelection(editor);
  const change = (part: Parameters<typeof changedThread>[1]) => onDraft(changedThread(draft, part));
  const takeSelection = () => {
    const passage = editor === null ? null : selectedPassage(editor);
    if (passage !== null) change({ anchor: passage });
  };

  // Choosing another passage comes back here to go on writing.
  useEffect(() => {
    if (begun) textarea.current?.focus();
  }, [begun, draft.anchor]);

  return (
    <div className={classes.composer}>
      <WritingBox
        label={t('composer.label')}
        placeholder={t(`hint.${draft.kind}`)}
        body={draft.body}
        onBody={(body) => change({ body })}
        onSend={() => props.onSend(draft)}
        onCancel={() => onDraft(null)}
        sending={props.sending}
        error={props.error}
        textarea={textarea}
        minRows={3}
      >
        <Stack gap="xs" mb="sm">
          {draft.anchor.type === 'lesson' ? (
            <p className={classes.about}>{t('composer.onLesson')}</p>
          ) : (
            <>
              <p className={classes.about}>{t('composer.onPassage')}</p>
              <blockquote className={classes.quote}>{draft.anchor.quote}</blockquote>
            </>
          )}
          {hasSelection && draft.anchor.type === 'lesson' && (
            <Anchor component="button" type="button" size="sm" ta="start" onClick={takeSelection}>
              {t('composer.toSelection')}
            </Anchor>
          )}
          {draft.anchor.type === 'plan' && (
            <Anchor component="button" type="button" size="sm" ta="start" onClick={() => change({ anchor: { type: 'lesson' } })}>
              {t('composer.toLesson')}
            </Anchor>
          )}
          <KindPicker value={draft.kind} onChange={(kind) => change({ kind })} />
        </Stack>
      </WritingBox>
    </div>
  );
}
