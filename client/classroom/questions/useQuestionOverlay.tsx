import type { ReactNode } from 'react';
import { useWords } from '../../ui/words.ts';
import type { InClass } from '../useClassRoom.ts';
import classes from './questions.module.css';
import { answerAddress, spacedCode } from './useOptionName.ts';
import { words } from './words.ts';

/** That answers are awaited and how one gives them, over what the class is shown: a slide with the question, say. */
export function useQuestionOverlay({ view, content }: InClass): ReactNode {
  const t = useWords(words);
  const { current, code } = view.questions;
  if (current === null || current.closedAt !== null || content?.kind === 'chart') return null;
  return (
    <div className={classes.overlay} role="status">
      <span>
        {t('stage.open')}
        {current.answered > 0 && ` · ${t('stage.answered', { count: current.answered })}`}
      </span>
      {code !== null && (
        <>
          <span>{t('stage.join', { address: answerAddress() })}</span>
          <span className={classes.overlayCode}>{spacedCode(code)}</span>
        </>
      )}
    </div>
  );
}
