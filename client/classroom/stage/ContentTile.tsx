import { useWords } from '../../ui/words.ts';
import classes from '../Stage.module.css';
import { words } from '../words.ts';
import type { StageContent } from './content.ts';

/** What the class is shown, in the large place; or its sign beside the small pictures, which brings it back. */
export function ContentTile({ content, large, bring }: { content: StageContent; large: boolean; bring: () => void }) {
  const t = useWords(words);
  const { label, icon: Icon } = content;
  if (large) {
    return (
      <section className={classes.tile} data-large data-content={content.kind} aria-label={label}>
        {content.render()}
      </section>
    );
  }
  return (
    <div className={classes.tile} data-content={content.kind}>
      <Icon size={40} stroke={1.4} />
      <span className={classes.name}>
        <span className={classes.nameText}>{label}</span>
      </span>
      <button type="button" className={classes.pin} onClick={bring}>
        {t('room.pin', { name: label })}
      </button>
    </div>
  );
}
