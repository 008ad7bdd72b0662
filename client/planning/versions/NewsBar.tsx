import { Button, Group, Modal, Text } from '@mantine/core';
import type { Editor } from '@tiptap/core';
import { useState } from 'react';
import { countChanges } from '../../../shared/planDifference.ts';
import { commonWords } from '../../ui/commonWords.ts';
import { useDates } from '../../ui/dates.ts';
import { useWords } from '../../ui/words.ts';
import { useVersionTexts } from './describeVersion.ts';
import { DifferencePanel } from './DifferencePanel.tsx';
import classes from './news.module.css';
import { useNews } from './useNews.ts';
import { versionWords } from './versionWords.ts';

/** What has changed in the plan since the reader last looked, while it is news to them. */
export function NewsBar({ lessonId, editor, connected }: { lessonId: string; editor: Editor | null; connected: boolean }) {
  const t = useWords(versionWords);
  const common = useWords(commonWords);
  const texts = useVersionTexts();
  const dates = useDates();
  const { news, dismiss } = useNews(lessonId, editor, connected);
  const [comparing, setComparing] = useState(false);
  if (news === null || editor === null) return null;
  const { authors, seenAt } = news;
  return (
    <section className={classes['bar']} aria-label={t('since.title')}>
      <div>
        <Text fw={600}>{t('since', { count: countChanges(news.difference) })}</Text>
        <Text size="sm" c="dimmed">
          {t('since.by', { names: texts.names(authors), when: dates.moment(seenAt) })}
        </Text>
      </div>
      <Group gap="xs">
        <Button variant="default" size="sm" onClick={() => goToNext(editor)}>
          {t('since.next')}
        </Button>
        <Button variant="default" size="sm" onClick={() => setComparing(true)}>
          {t('since.compare')}
        </Button>
        <Button size="sm" onClick={dismiss}>
          {t('since.seen')}
        </Button>
      </Group>
      <Modal
        opened={comparing}
        onClose={() => setComparing(false)}
        size="xl"
        title={t('since.title')}
        closeButtonProps={{ 'aria-label': common('close') }}
      >
        <DifferencePanel
          before={{ content: news.before, label: dates.moment(seenAt) }}
          after={{ content: news.after, label: t('against.current') }}
        />
      </Modal>
    </section>
  );
}

/** Brings the next marked words below the middle of the window into view; after the last comes the first. */
function goToNext(editor: Editor): void {
  const marks = [...editor.view.dom.querySelectorAll<HTMLElement>('[data-news]')];
  const middle = innerHeight / 2;
  const next = marks.find((mark) => mark.getBoundingClientRect().top > middle + mark.offsetHeight) ?? marks[0];
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  next?.scrollIntoView({ block: 'center', behavior: still ? 'auto' : 'smooth' });
}
