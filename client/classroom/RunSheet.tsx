import { Button } from '@mantine/core';
import type { ClassRole, ClassStep } from '../../shared/classroom.ts';
import { useWords } from '../ui/words.ts';
import type { ClassView } from './media/classView.ts';
import type { ClassVisit } from './media/ClassVisit.ts';
import { elapsedSeconds, formatSeconds } from './media/clock.ts';
import classes from './RunSheet.module.css';
import { PaceLine } from './order/PaceLine.tsx';
import { StepRuleChoice } from './order/StepRuleChoice.tsx';
import { StepDetails } from './StepDetails.tsx';
import type { Steps } from './useSteps.ts';
import { stepWords } from './stepWords.ts';

/** 课堂流程: what is to be done now, first by whoever is looking, and every step with its planned and actual time. */
export function RunSheet({ visit, view, now, steps }: { visit: ClassVisit; view: ClassView; now: number; steps: Steps }) {
  const t = useWords(stepWords);
  const { now: step } = steps;
  const { role } = view.self;
  const planned = view.steps.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0);
  const actual = view.steps.reduce((sum, one) => sum + elapsedSeconds(one, view.position, now), 0);
  return (
    <div className={classes.sheet}>
      {step === undefined ? (
        view.steps.length > 0 && <p className={classes.hint}>{t('step.noneHint')}</p>
      ) : (
        <section className={classes.current} aria-label={t('step.details')}>
          <h2 className={classes.heading}>
            {step.name || t('step.unnamed')}
            <span className={classes.floor}>{t(`floor.${step.floor}`)}</span>
          </h2>
          <StepDetails step={step} role={role} />
        </section>
      )}
      {view.steps.length > 0 && (
        <section aria-label={t('step.all')}>
          <h2 className={classes.heading}>{t('step.all')}</h2>
          <ol className={classes.list}>
            {view.steps.map((one) => (
              <Row key={one.id} step={one} view={view} now={now} steps={steps} role={role} />
            ))}
          </ol>
          <p className={classes.total}>{t('step.total', { actual: formatSeconds(actual), planned })}</p>
          <PaceLine view={view} now={now} />
          <StepRuleChoice visit={visit} view={view} />
        </section>
      )}
    </div>
  );
}

function Row({ step, view, now, steps, role }: { step: ClassStep; view: ClassView; now: number; steps: Steps; role: ClassRole }) {
  const t = useWords(stepWords);
  const current = step.id === view.position.stepId;
  const elapsed = elapsedSeconds(step, view.position, now);
  const { goTo } = steps;
  return (
    <li
      className={classes.row}
      data-current={current}
      data-done={!current && elapsed > 0}
      aria-current={current ? 'step' : undefined}
    >
      <details>
        <summary className={classes.summary}>
          <span className={classes.number}>{step.position + 1}</span>
          <span className={classes.name}>{step.name || t('step.unnamed')}</span>
          <span className={classes.times}>
            {elapsed > 0 && <strong>{formatSeconds(elapsed)}</strong>}
            {step.minutes !== null && <span>{`${elapsed > 0 ? ' / ' : ''}${t('step.minutes', { minutes: step.minutes })}`}</span>}
          </span>
        </summary>
        <div className={classes.inside}>
          {!current && <StepDetails step={step} role={role} />}
          {!current && view.self.may.step && (
            <Button size="sm" variant="default" disabled={goTo === undefined} onClick={() => goTo?.(step.id)}>
              {t('step.goTo')}
            </Button>
          )}
        </div>
      </details>
    </li>
  );
}
