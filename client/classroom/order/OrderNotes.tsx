import { Button } from '@mantine/core';
import { IconDoorEnter, IconMicrophoneOff } from '@tabler/icons-react';
import { useState } from 'react';
import { leadsNow } from '../../../shared/classroom/order.ts';
import { useWords } from '../../ui/words.ts';
import classes from '../LineNote.module.css';
import type { InClass } from '../useClassRoom.ts';
import { words } from './words.ts';

/** What has to be said at once: that somebody is at the door, and that one was muted. */
export function OrderNotes({ view, state, presence, showPeople }: InClass & { showPeople: () => void }) {
  const t = useWords(words);
  const [read, setRead] = useState(0);
  const { lobby, self, participants } = view;
  const waiting = lobby !== null && leadsNow(self.role, participants) ? lobby.waiting : [];
  const { muted } = state;
  const first = waiting[0];
  return (
    <div role="status">
      {first !== undefined && (
        <div className={classes.note} data-calm>
          <IconDoorEnter size={20} aria-hidden />
          <span>
            {waiting.length === 1 ? t('door.note', { name: first.person.name }) : t('door.notes', { count: waiting.length })}
          </span>
          <Button size="compact-sm" variant="white" onClick={showPeople}>
            {t('door.look')}
          </Button>
        </div>
      )}
      {muted !== null && muted.at !== read && presence?.muted === true && (
        <div className={classes.note} data-calm>
          <IconMicrophoneOff size={20} aria-hidden />
          <span>{t('muted.note', { name: muted.by.name })}</span>
          <Button size="compact-sm" variant="white" onClick={() => setRead(muted.at)}>
            {t('muted.close')}
          </Button>
        </div>
      )}
    </div>
  );
}
