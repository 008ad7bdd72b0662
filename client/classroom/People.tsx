import { Group, Stack, Text } from '@mantine/core';
import { IconMicrophone, IconMicrophoneOff, IconScreenShare, IconVideo, IconVideoOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ClassRole, Participant } from '../../shared/classroom.ts';
import { PersonAvatar } from '../ui/PersonAvatar.tsx';
import { useWords } from '../ui/words.ts';
import { Door } from './order/Door.tsx';
import { PersonMenu } from './order/PersonMenu.tsx';
import { lineOfOther } from './line/tileNotes.ts';
import { words as lineWords } from './line/words.ts';
import type { InClass } from './useClassRoom.ts';
import { words } from './words.ts';

const order: ClassRole[] = ['lead', 'local', 'device', 'observer'];

/** Who is in the class, teachers first, with what they send. */
export function People(inClass: InClass) {
  const t = useWords(words);
  const { visit, view, state } = inClass;
  const line = useWords(lineWords);
  const sorted = [...view.participants].sort((one, other) => order.indexOf(one.role) - order.indexOf(other.role));
  return (
    <Stack p="md" gap="md">
      <Text c="dimmed" size="sm">
        {t('people.present', { count: view.participants.length })}
      </Text>
      <Door {...inClass} />
      <Stack component="ul" gap="md" p={0} m={0} style={{ listStyle: 'none' }}>
        {sorted.map((participant) => (
          <li key={participant.id}>
            <Person
              participant={participant}
              own={participant.id === view.self.participantId}
              line={lineOfOther(view, participant.id, line)}
              speaking={participant.id === state.speakerId}
              menu={<PersonMenu visit={visit} view={view} participant={participant} />}
            />
          </li>
        ))}
      </Stack>
    </Stack>
  );
}

interface PersonProps {
  participant: Participant;
  own: boolean;
  speaking: boolean;
  /** What their line bears, where that is worth saying. */
  line: string | null;
  menu: ReactNode;
}

function Person({ participant, own, speaking, line, menu }: PersonProps) {
  const t = useWords(words);
  const { person, role, away, producers } = participant;
  const sends = (source: string) => producers.some((producer) => producer.source === source && !producer.paused);
  const Microphone = sends('microphone') ? IconMicrophone : IconMicrophoneOff;
  const Camera = sends('camera') ? IconVideo : IconVideoOff;
  const state = (source: 'microphone' | 'camera') =>
    `${t(`control.${source}`)} ${sends(source) ? t('control.on') : t('control.off')}`;
  return (
    <Group wrap="nowrap" gap="sm">
      <PersonAvatar person={person} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text truncate fw={500}>
          {person.name} {own && t('people.self')}
        </Text>
        <Text size="sm" c="dimmed">
          {away ? t('room.away') : speaking ? `${t(`role.${role}`)} · ${t('room.speaking')}` : t(`role.${role}`)}
        </Text>
        {!away && line !== null && (
          <Text size="sm" c="dimmed">
            {line}
          </Text>
        )}
      </div>
      {role !== 'observer' && (
        <Group gap="xs" wrap="nowrap" c="dimmed">
          {sends('screen') && <IconScreenShare size={20} stroke={1.7} role="img" aria-label={t('control.sharing')} />}
          <Microphone size={20} stroke={1.7} role="img" aria-label={state('microphone')} />
          <Camera size={20} stroke={1.7} role="img" aria-label={state('camera')} />
        </Group>
      )}
      {menu}
    </Group>
  );
}
