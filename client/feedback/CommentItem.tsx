import type { Thread } from '../../shared/feedback.ts';
import { Ago } from '../ui/Ago.tsx';
import { PersonAvatar } from '../ui/PersonAvatar.tsx';
import { useWords } from '../ui/words.ts';
import classes from './FeedbackPanel.module.css';
import { words } from './words.ts';

/** What one person said, and when. */
export function CommentItem({ comment: { author, body, createdAt } }: { comment: Thread['comments'][number] }) {
  const t = useWords(words);
  return (
    <div className={classes.comment}>
      <PersonAvatar person={author} size={28} />
      <div>
        <p className={classes.byline}>
          <strong>{author.name || t('former')}</strong> <Ago at={createdAt} className={classes.time} />
        </p>
        <p className={classes.body}>{body}</p>
      </div>
    </div>
  );
}
