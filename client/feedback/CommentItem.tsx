import { Fragment } from 'react';
import type { Thread } from '../../shared/feedback.ts';
import type { Person } from '../../shared/values.ts';
import { Ago } from '../ui/Ago.tsx';
import { PersonAvatar } from '../ui/PersonAvatar.tsx';
import { useWords } from '../ui/words.ts';
import classes from './FeedbackPanel.module.css';
import { UnsentMark } from './UnsentMark.tsx';
import { words } from './words.ts';

/** What one person said, and when. People mentioned in it stand out. */
export function CommentItem(props: { comment: Thread['comments'][number]; people: readonly Person[] }) {
  const t = useWords(words);
  const { author, body, createdAt } = props.comment;
  return (
    <div className={classes.comment}>
      <PersonAvatar person={author} size={28} />
      <div>
        <p className={classes.byline}>
          <strong>{author.name || t('former')}</strong> <Ago at={createdAt} className={classes.time} />
        </p>
        {body !== '' && (
          <p className={classes.body}>
            {splitAtMentions(body, props.people).map(({ text, at, mention }) =>
              mention ? (
                <span key={at} className={classes.mentioned}>
                  {text}
                </span>
              ) : (
                <Fragment key={at}>{text}</Fragment>
              ),
            )}
          </p>
        )}
        <UnsentMark id={props.comment.id} />
      </div>
    </div>
  );
}

/** A text in pieces, those that name a person apart from the others; of two names the longer one is meant. */
function splitAtMentions(body: string, people: readonly Person[]): { text: string; at: number; mention: boolean }[] {
  const names = people.map(({ name }) => name).filter((name) => name !== '');
  if (names.length === 0) return [{ text: body, at: 0, mention: false }];
  const longestFirst = names.toSorted((one, other) => other.length - one.length).map(escapeForSearch);
  let at = 0;
  return body.split(new RegExp(`([@＠](?:${longestFirst.join('|')}))`)).map((text, index) => {
    const piece = { text, at, mention: index % 2 === 1 };
    at += Math.max(text.length, 1);
    return piece;
  });
}

const escapeForSearch = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
