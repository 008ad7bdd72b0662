import { Button } from '@mantine/core';
import { IconLifebuoy } from '@tabler/icons-react';
import { useWords } from '../ui/words.ts';
import classes from './LineDropPlan.module.css';
import type { ClassView } from './media/classView.ts';
import type { LineDown } from './media/lineDown.ts';
import { stepWords } from './stepWords.ts';

/** 断线预案: what the local teacher does in this step while she carries on alone. Large, since she stands in front of a class. */
export function LineDropPlan(props: {
  why: NonNullable<LineDown>;
  view: ClassView;
  hidden: boolean;
  setHidden: (hidden: boolean) => void;
}) {
  const t = useWords(stepWords);
  const { why, view, hidden, setHidden } = props;
  const step = view.steps.find(({ id }) => id === view.position.stepId);
  if (hidden) {
    return (
      <Button className={classes.reopen} leftSection={<IconLifebuoy size={20} aria-hidden />} onClick={() => setHidden(false)}>
        {t('drop.show')}
      </Button>
    );
  }
  return (
    <section className={classes.plan} aria-label={t('drop.title')} role="alert">
      <h2 className={classes.title}>
        <IconLifebuoy size={26} stroke={1.7} aria-hidden />
        {t('drop.title')}
        {step !== undefined && <span className={classes.step}>{`${step.position + 1} ${step.name || t('step.unnamed')}`}</span>}
      </h2>
      <p className={classes.why}>{t(`drop.${why}`)}</p>
      <p className={classes.text}>{step === undefined ? t('drop.noStep') : step.lineDrop || t('drop.missing')}</p>
      {step !== undefined && step.students !== '' && (
        <div>
          <h3 className={classes.label}>{t('drop.then')}</h3>
          <p className={classes.students}>{step.students}</p>
        </div>
      )}
      <Button variant="default" onClick={() => setHidden(true)} className={classes.hide}>
        {t('drop.hide')}
      </Button>
    </section>
  );
}
