import { ActionIcon, Menu } from '@mantine/core';
import { IconDotsVertical, IconDoorExit, IconMicrophoneOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { Participant } from '../../../shared/classroom.ts';
import { leadsNow } from '../../../shared/classroom/order.ts';
import { useWords } from '../../ui/words.ts';
import type { InClass } from '../useClassRoom.ts';
import { RemoveDialog } from './RemoveDialog.tsx';
import { useAsk } from './useAsk.ts';
import { words } from './words.ts';

/** What whoever leads the class can do for somebody in it: mute, and take out. */
export function PersonMenu({ visit, view, participant }: Pick<InClass, 'visit' | 'view'> & { participant: Participant }) {
  const t = useWords(words);
  const { ask, busy } = useAsk(visit);
  const [removing, setRemoving] = useState(false);
  const { id, role, person, producers } = participant;
  if (!leadsNow(view.self.role, view.participants) || id === view.self.participantId || role === 'lead') return null;
  const heard = producers.some(({ source, paused }) => source === 'microphone' && !paused);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={40} aria-label={t('person.more', { name: person.name })}>
            <IconDotsVertical size={20} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {role !== 'observer' && (
            <Menu.Item
              leftSection={<IconMicrophoneOff size={18} aria-hidden />}
              disabled={busy || !heard}
              onClick={() => ask('class:mute', { participantId: id })}
            >
              {t('person.mute')}
            </Menu.Item>
          )}
          <Menu.Item
            c="var(--mantine-color-error)"
            leftSection={<IconDoorExit size={18} aria-hidden />}
            onClick={() => setRemoving(true)}
          >
            {t('person.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {removing && <RemoveDialog visit={visit} participant={participant} close={() => setRemoving(false)} />}
    </>
  );
}
