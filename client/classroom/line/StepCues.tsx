import { Button } from '@mantine/core';
import { IconMessageForward } from '@tabler/icons-react';
import { useWords } from '../../ui/words.ts';
import classes from '../LineDropPlan.module.css';
import type { ClassView } from '../media/classView.ts';
import { words } from './words.ts';

/** What remains of a step when the voice cannot be understood: its cue, and what is to be done on this side. */
export function StepCues(props: { view: ClassView; hidden: boolean; setHidden: (hidden: boolean) => void }) {
  const { view, hidden, setHidden } = props;
  const t = useWords(words);
  const step = view.steps.find(({ id }) => id === view.position.stepId);
  if (hidden) {
    return (
      <Button
        className={classes.reopen}
        leftSection={<IconMessageForward size={20} aria-hidden />}
        onClick={() => setHidden(false)}
      >
        {t('cues.show')}
      </Button>
    );
  }
  const parts = [
    ['cues.mine', step?.local],
    ['cues.students', step?.students],
    ['cues.cue', step?.cue],
  ] as const;
  return (
    <section className={classes.plan} aria-label={t('cues.title')} role="alert">
      <h2 className={classes.title}>
        <IconMessageForward size={26} stroke={1.7} aria-hidden />
        {t('cues.title')}
        {step !== undefined && <span className={classes.step}>{`${step.position + 1} ${step.name}`}</span>}
      </h2>
      <p className={classes.why}>{t('cues.why')}</p>
      {step === undefined && <p className={classes.text}>{t('cues.noStep')}</p>}
      {parts.map(
        ([label, text]) =>
          text !== undefined &&
          text !== '' && (
            <div key={label}>
              <h3 className={classes.label}>{t(label)}</h3>
              <p className={classes.text}>{text}</p>
            </div>
          ),
      )}
      <Button variant="default" onClick={() => setHidden(true)} className={classes.hide}>
        {t('cues.hide')}
      </Button>
    </section>
  );
}
