import { IconHelpCircle, IconBulb, IconNotes, IconStar } from '@tabler/icons-react';
import { ThreadKind } from '../../shared/feedback.ts';
import { useWords } from '../ui/words.ts';
import classes from './kinds.module.css';
import { words } from './words.ts';

export const kinds = ThreadKind.options;

const icons = { strength: IconStar, question: IconHelpCircle, suggestion: IconBulb, note: IconNotes };

/** The icon of a kind of comment; its name stands beside it. */
export function KindIcon({ kind, size = 16 }: { kind: ThreadKind; size?: number }) {
  const Icon = icons[kind];
  return <Icon size={size} stroke={1.8} aria-hidden />;
}

/** Icon and name of a kind, in its colour. */
export function KindLabel({ kind, id }: { kind: ThreadKind; id?: string }) {
  const t = useWords(words);
  return (
    <span className={classes.label} data-kind={kind} id={id}>
      <KindIcon kind={kind} />
      {t(`kind.${kind}`)}
    </span>
  );
}

/** Which kind a comment is to be: four radio buttons that look like labels. */
export function KindPicker({ value, onChange }: { value: ThreadKind; onChange: (kind: ThreadKind) => void }) {
  const t = useWords(words);
  return (
    <fieldset className={classes.picker}>
      <legend className={classes.legend}>{t('composer.kind')}</legend>
      {kinds.map((kind) => (
        <label key={kind} className={classes.choice} data-kind={kind}>
          <input type="radio" name="feedback-kind" value={kind} checked={kind === value} onChange={() => onChange(kind)} />
          <KindIcon kind={kind} />
          {t(`kind.${kind}`)}
        </label>
      ))}
    </fieldset>
  );
}
