import { Anchor, Stack, Textarea } from '@mantine/core';
import type { Editor } from '@tiptap/core';
import { useEffect, useRef } from 'react';
import type { Person } from '../../shared/values.ts';
import { useWords } from '../ui/words.ts';
import { selectedPassage } from './anchors.ts';
import { changedThread, suggestedWording, type ThreadDraft } from './drafts.ts';
import classes from './FeedbackPanel.module.css';
import { stepName } from './highlight.ts';
import { KindPicker } from './kinds.tsx';
import { useHasSelection } from './useHasSelection.ts';
import { words } from './words.ts';
import { WritingBox } from './WritingBox.tsx';

/** The longest wording of a suggestion, as the server takes it. */
const longestWording = 2000;

/** Writing a new thread: what it is about, its kind, its words, and the wording that it suggests. */
export function Composer(props: {
  draft: ThreadDraft;
  people: readonly Person[];
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
  const { anchor } = draft;
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
        placeholder={t(suggestedWording(draft) === null ? `hint.${draft.kind}` : 'composer.because')}
        people={props.people}
        complete={suggestedWording(draft) !== null}
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
          {anchor.type === 'lesson' && <p className={classes.about}>{t('composer.onLesson')}</p>}
          {anchor.type === 'step' && (
            <>
              <p className={classes.about}>{t('composer.about.step')}</p>
              <blockquote className={classes.quote}>{stepName(editor, anchor.stepId) || t('unnamedStep')}</blockquote>
            </>
          )}
          {anchor.type === 'plan' && (
            <>
              <p className={classes.about}>{t('composer.onPassage')}</p>
              <blockquote className={classes.quote}>{anchor.quote}</blockquote>
            </>
          )}
          {hasSelection && anchor.type !== 'plan' && (
            <Anchor component="button" type="button" size="sm" ta="start" onClick={takeSelection}>
              {t('composer.toSelection')}
            </Anchor>
          )}
          {anchor.type !== 'lesson' && (
            <Anchor component="button" type="button" size="sm" ta="start" onClick={() => change({ anchor: { type: 'lesson' } })}>
              {t('composer.toLesson')}
            </Anchor>
          )}
          <KindPicker value={draft.kind} onChange={(kind) => change({ kind })} />
          {draft.kind === 'suggestion' && anchor.type === 'plan' && (
            <div>
              <Textarea
                size="sm"
                label={t('composer.wording')}
                placeholder={t('composer.wordingHint')}
                autosize
                minRows={2}
                maxRows={10}
                maxLength={longestWording}
                value={draft.wording}
                onChange={({ currentTarget }) => change({ wording: currentTarget.value })}
              />
              {draft.wording === '' && (
                <Anchor
                  component="button"
                  type="button"
                  size="sm"
                  ta="start"
                  mt={4}
                  onClick={() => change({ wording: anchor.quote })}
                >
                  {t('composer.fromQuote')}
                </Anchor>
              )}
            </div>
          )}
        </Stack>
      </WritingBox>
    </div>
  );
}
