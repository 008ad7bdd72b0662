import { Badge, Tabs } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useWords } from '../ui/words.ts';
import { Chat } from './Chat.tsx';
import classes from './Panel.module.css';
import { People } from './People.tsx';
import { RunSheet } from './RunSheet.tsx';
import type { InClass } from './useClassRoom.ts';
import type { Steps } from './useSteps.ts';
import { words } from './words.ts';

export type PanelTab = 'steps' | 'chat' | 'people';

type Props = InClass & { tab: PanelTab; setTab: (tab: PanelTab) => void; steps: Steps };

/** Run-sheet, chat and people, one at a time. */
export function Panel({ tab, setTab, steps, ...inClass }: Props) {
  const t = useWords(words);
  const { view } = inClass;
  const unread = useUnread(view.chat, selfPerson(inClass), tab === 'chat');
  return (
    <Tabs
      className={classes.panel}
      value={tab}
      onChange={(value) => setTab((value ?? 'steps') as PanelTab)}
      keepMounted={false}
      aria-label={t('room.panel')}
    >
      <Tabs.List grow className={classes.tabs} aria-label={t('room.panel')}>
        <Tabs.Tab value="steps">{t('tab.steps')}</Tabs.Tab>
        <Tabs.Tab
          value="chat"
          rightSection={
            unread > 0 ? (
              <Badge size="md" circle={unread < 10} role="img" aria-label={t('tab.unread', { count: unread })}>
                {unread > 99 ? '99+' : unread}
              </Badge>
            ) : null
          }
        >
          {t('tab.chat')}
        </Tabs.Tab>
        <Tabs.Tab value="people">
          {t('tab.people')} {view.participants.length}
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="steps" className={classes.content}>
        <RunSheet visit={inClass.visit} view={view} now={inClass.now} steps={steps} />
      </Tabs.Panel>
      <Tabs.Panel value="chat" className={classes.content}>
        <Chat {...inClass} />
      </Tabs.Panel>
      <Tabs.Panel value="people" className={classes.content}>
        <People {...inClass} />
      </Tabs.Panel>
    </Tabs>
  );
}

function selfPerson({ view }: InClass): string {
  return view.participants.find(({ id }) => id === view.self.participantId)?.person.id ?? '';
}

/** Messages of others since the chat was last in view. What was said before one came in counts as read. */
function useUnread(chat: InClass['view']['chat'], personId: string, open: boolean): number {
  const [readUpTo, setReadUpTo] = useState(chat.length);
  useEffect(() => {
    if (open) setReadUpTo(chat.length);
  }, [open, chat.length]);
  return open ? 0 : chat.slice(readUpTo).filter(({ person }) => person.id !== personId).length;
}
