import { Button, CloseButton, Drawer, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconMessages } from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { useId, useState } from 'react';
import type { Lesson, LessonRights } from '../../shared/planning.ts';
import { useWords } from '../ui/words.ts';
import { FeedbackBody } from './FeedbackBody.tsx';
import classes from './FeedbackPanel.module.css';
import { useFeedback } from './useFeedback.ts';
import { words } from './words.ts';

/** What the panel needs to know of the plan beside it. The editor is null until it has been opened. */
export interface FeedbackPanelProps {
  lesson: Pick<Lesson, 'id' | 'documentId' | 'title'>;
  editor: Editor | null;
  rights: LessonRights;
}

/** The feedback on a lesson: beside the plan where there is room, else in a drawer over it. */
export function FeedbackPanel({ lesson, editor, rights }: FeedbackPanelProps) {
  const t = useWords(words);
  const titleId = useId();
  const wide = useMediaQuery('(min-width: 62em)', undefined, { getInitialValueInEffect: false });
  const [opened, setOpened] = useState(false);
  const [offered, setOffered] = useState(false);
  const feedback = useFeedback(lesson, editor, {
    // Tapping into one's own plan is for writing there: the thread is offered, not put in the way.
    wanted: (why) => (why === 'tapped' && rights.editPlan ? setOffered(true) : setOpened(true)),
    left: () => setOpened(false),
  });
  const body = <FeedbackBody editor={editor} mayWrite={rights.comment} feedback={feedback} />;

  if (wide) {
    return (
      <section className={classes.side} aria-labelledby={titleId}>
        <Title order={2} id={titleId} className={classes.title}>
          {t('title')}
        </Title>
        {body}
      </section>
    );
  }
  const open = feedback.threads.filter((thread) => thread.resolvedAt === null).length;
  return (
    <>
      <Button
        className={classes.opener}
        radius="xl"
        leftSection={<IconMessages size={20} aria-hidden />}
        aria-label={offered ? undefined : open > 0 ? t('openCount', { count: open }) : t('open')}
        onClick={() => {
          setOffered(false);
          setOpened(true);
        }}
      >
        {offered ? t('openSelected') : open > 0 ? `${t('open')} ${open}` : t('open')}
      </Button>
      <Drawer.Root opened={opened} onClose={() => setOpened(false)} position="bottom" size="85%">
        <Drawer.Overlay backgroundOpacity={0.4} />
        <Drawer.Content className={classes.drawer}>
          {/* Not Drawer.Header: as a <header> it would be a second banner of the page. */}
          <div className={classes.head}>
            <Drawer.Title className={classes.title}>{t('title')}</Drawer.Title>
            <CloseButton size={44} iconSize={24} aria-label={t('close')} onClick={() => setOpened(false)} />
          </div>
          <Drawer.Body pb="xl">{body}</Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
    </>
  );
}
