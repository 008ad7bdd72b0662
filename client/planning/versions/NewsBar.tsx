import { Button, Group, Modal, Text } from '@mantine/core';
import type { Editor } from '@tiptap/core';
import { useId, useState } from 'react';
import type { Lesson } from '../../../shared/planning.ts';
import { commonWords } from '../../ui/commonWords.ts';
import { useDates } from '../../ui/dates.ts';
import { useWords } from '../../ui/words.ts';
import { jumpTo } from '../editor/jump.ts';
import { DifferencePanel } from './DifferencePanel.tsx';
import classes from './news.module.css';
import { goToNews } from './newsHighlight.ts';
import { NewsList } from './NewsList.tsx';
import { newsWords } from './newsWords.ts';
import { useNews } from './useNews.ts';
import { versionWords } from './versionWords.ts';

/** Up to so many changes are listed without being asked for; more would push the plan out of the window. */
const listedAtOnce = 3;

/** What has changed in the plan and its feedback since the reader last looked, while it is news to them. */
export function NewsBar({ lesson, editor, connected }: { lesson: Lesson; editor: Editor | null; connected: boolean }) {
  const t = useWords(newsWords);
  const versions = useWords(versionWords);
  const common = useWords(commonWords);
  const dates = useDates();
  const listId = useId();
  const { news, dismiss } = useNews(lesson, editor, connected);
  const [comparing, setComparing] = useState(false);
  const [wished, setWished] = useState<boolean | null>(null);
  const [last, setLast] = useState(-1);
  if (news === null || editor === null) return null;
  const { authors, seenAt, entries } = news;
  const count = entries.length + news.card.length + news.threads.length;
  const listed = wished ?? count <= listedAtOnce;
  const when = dates.moment(seenAt);
  const go = (entry: number, focus: boolean) => {
    const place = entries[entry]?.place;
    setLast(entry);
    // Where the place is gone meanwhile, the part that it was in is as near as one gets.
    if (place !== undefined && !goToNews(editor, entry, focus)) jumpTo(editor, place.part?.id ?? place.section);
  };

  return (
    <section className={classes['bar']} aria-label={t('title')}>
      <div className={classes['head']}>
        <div>
          <Text component="h2" fw={600}>
            {t('count', { count })}
          </Text>
          <Text size="sm" c="dimmed">
            {entries.length === 0
              ? t('when', { when })
              : t('by', { names: authors.map(({ name }) => name).join(t('comma')), when })}
          </Text>
        </div>
        <Group gap="xs">
          <Button variant="default" size="sm" aria-expanded={listed} aria-controls={listId} onClick={() => setWished(!listed)}>
            {t(listed ? 'list.hide' : 'list')}
          </Button>
          {entries.length > 0 && (
            <>
              <Button variant="default" size="sm" onClick={(event) => go((last + 1) % entries.length, isFromKeyboard(event))}>
                {t('next')}
              </Button>
              <Button variant="default" size="sm" onClick={() => setComparing(true)}>
                {t('compare')}
              </Button>
            </>
          )}
          <Button size="sm" onClick={dismiss}>
            {t('seen')}
          </Button>
        </Group>
      </div>
      <div id={listId} hidden={!listed}>
        {listed && (
          <NewsList
            news={news}
            onGo={(entry, event) => go(entry, isFromKeyboard(event))}
            onCard={() => jumpTo(editor, 'basics')}
          />
        )}
      </div>
      <Modal
        opened={comparing}
        onClose={() => setComparing(false)}
        size="xl"
        title={t('title')}
        closeButtonProps={{ 'aria-label': common('close') }}
      >
        <DifferencePanel
          before={{ content: news.before, label: when }}
          after={{ content: news.after, label: versions('against.current') }}
        />
      </Modal>
    </section>
  );
}

/** Whether a button was pressed by a key: then the focus goes along; by a tap it would bring up the keyboard of a phone. */
const isFromKeyboard = ({ detail }: { detail: number }): boolean => detail === 0;
