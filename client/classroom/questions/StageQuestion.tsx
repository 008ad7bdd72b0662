import type { Questions } from '../../../shared/classroom/questions.ts';
import { useWords } from '../../ui/words.ts';
import { AnswerChart } from './AnswerChart.tsx';
import classes from './questions.module.css';
import { answerAddress, spacedCode, useOptionName } from './useOptionName.ts';
import { words } from './words.ts';

/** The question as the class sees it in the large place: what is asked and how to answer, or how it was answered. */
export function StageQuestion({ questions: { current, code } }: { questions: Questions }) {
  const t = useWords(words);
  const nameOf = useOptionName();
  if (current === null) return null;
  const { kind, prompt, options, shown, bars, correct, answered, closedAt } = current;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard.
    <div className={classes.stage} role="region" aria-label={t('untitled')} tabIndex={0}>
      <p className={classes.stagePrompt}>{prompt === '' ? t('untitled') : prompt}</p>
      {shown && bars !== null ? (
        <AnswerChart kind={kind} bars={bars.filter(({ hidden }) => !hidden)} correct={correct} />
      ) : (
        <>
          {options.length > 0 && (
            <ul className={classes.stageOptions}>
              {options.map((option) => (
                <li key={option}>{nameOf(option)}</li>
              ))}
            </ul>
          )}
          <p className={classes.stageNote}>
            {t(closedAt === null ? 'stage.open' : 'state.closed')}
            {answered > 0 && ` · ${t('stage.answered', { count: answered })}`}
          </p>
        </>
      )}
      {closedAt === null && (
        <p className={classes.stageNote}>
          {code === null ? (
            t('stage.hands')
          ) : (
            <>
              {t('stage.join', { address: answerAddress() })} <strong>{spacedCode(code)}</strong>
            </>
          )}
        </p>
      )}
    </div>
  );
}
