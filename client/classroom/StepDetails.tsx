import type { ClassRole, ClassStep } from '../../shared/classroom.ts';
import { useWords } from '../ui/words.ts';
import classes from './RunSheet.module.css';
import { stepWords } from './stepWords.ts';

type Part = 'lead' | 'local' | 'students' | 'answering' | 'evidence' | 'lineDrop' | 'intent';

/** What each role needs to read first; the rest follows in the order of the plan. */
const firstOf: Record<ClassRole, Part> = { lead: 'lead', local: 'local', device: 'students', observer: 'students' };
const parts: Part[] = ['lead', 'local', 'students', 'answering', 'evidence', 'lineDrop', 'intent'];

/** The text of a step: my part first, then the cue, then everybody else's. Empty parts are left out. */
export function StepDetails({ step, role }: { step: ClassStep; role: ClassRole }) {
  const t = useWords(stepWords);
  const mine = firstOf[role];
  const teaches = role === 'lead' || role === 'local';
  return (
    <div className={classes.details}>
      {step[mine] !== '' && (
        <div className={classes.mine}>
          <h3 className={classes.label}>{teaches ? t('step.mine') : t(`step.${mine}`)}</h3>
          <p className={classes.text}>{step[mine]}</p>
        </div>
      )}
      {step.cue !== '' && (
        <div className={classes.cue}>
          <h3 className={classes.label}>{t('step.cue')}</h3>
          <p className={classes.text}>{step.cue}</p>
        </div>
      )}
      {parts
        .filter((part) => part !== mine && step[part] !== '')
        .map((part) => (
          <div key={part}>
            <h3 className={classes.label}>{t(`step.${part}`)}</h3>
            <p className={classes.text}>{step[part]}</p>
          </div>
        ))}
    </div>
  );
}
