import { ActionIcon, Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useWords } from '../ui/words.ts';
import type { ClassView } from './media/classView.ts';
import classes from './StepStrip.module.css';
import { words as orderWords } from './order/words.ts';
import { StepTimer } from './StepTimer.tsx';
import type { Steps } from './useSteps.ts';
import { stepWords } from './stepWords.ts';

/** The step the class is at, its timer and what comes next: in view whatever else is. */
export function StepStrip({ view, now, steps }: { view: ClassView; now: number; steps: Steps }) {
  const t = useWords(stepWords);
  const order = useWords(orderWords);
  const { now: step, next } = steps;
  const may = view.self.may.step;
  if (view.steps.length === 0) return <div className={classes.strip}>{t('step.empty')}</div>;
  return (
    <section className={classes.strip} aria-label={t('step.now')}>
      {may && steps.turn && step !== undefined && (
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t('step.back')}
          title={`${t('step.back')} (Alt+P)`}
          aria-keyshortcuts="Alt+P"
          disabled={steps.back === undefined}
          onClick={steps.back}
        >
          <IconChevronLeft size={22} aria-hidden />
        </ActionIcon>
      )}
      <div className={classes.steps}>
        <p className={classes.now} data-step={step?.id ?? ''} aria-live="polite">
          {step === undefined ? (
            <strong>{t('step.none')}</strong>
          ) : (
            <>
              <span className={classes.number}>{step.position + 1}</span>
              <strong className={classes.name}>{step.name || t('step.unnamed')}</strong>
              <span className={classes.floor} data-mine={step.floor === view.self.role}>
                {t(`floor.${step.floor}`)}
              </span>
            </>
          )}
        </p>
        <p className={classes.next}>
          {step !== undefined && <StepTimer step={step} view={view} now={now} />}
          <span className={classes.nextName}>
            {next === undefined ? t('step.last') : `${t('step.next')} ${next.position + 1} ${next.name || t('step.unnamed')}`}
          </span>
        </p>
        {step !== undefined && step.cue !== '' && (
          <p className={classes.cue}>
            <span className={classes.cueLabel}>{t('step.cue')}</span>
            {step.cue}
          </p>
        )}
        {may && !steps.turn && <p className={classes.wait}>{order('rule.wait')}</p>}
        {steps.problem !== null && (
          <p className={classes.problem} role="alert">
            {steps.problem}
          </p>
        )}
      </div>
      {may && steps.turn && next !== undefined && (
        <Button
          className={classes.forward}
          rightSection={<IconChevronRight size={20} aria-hidden />}
          title="Alt+N"
          aria-keyshortcuts="Alt+N"
          disabled={steps.forward === undefined}
          onClick={steps.forward}
        >
          {step === undefined ? t('step.start') : t('step.forward')}
        </Button>
      )}
    </section>
  );
}
