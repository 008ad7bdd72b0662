import { Avatar, Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import { PersonAvatar } from '../../ui/PersonAvatar.tsx';
import { useWords } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import { words } from '../words.ts';
import { presentPerson, type PresentPerson } from './caret.ts';

/** Who else has this plan open now. */
export function PresentPeople({ awareness, myId }: { awareness: Awareness; myId: string }) {
  const t = useWords(planWords);
  const comma = useWords(words)('lessons.comma');
  const [people, setPeople] = useState<PresentPerson[]>([]);
  useEffect(() => {
    const look = () => {
      const states = [...awareness.getStates().values()] as ({ user?: unknown } | null)[];
      const others = states.map((state) => presentPerson(state?.user)).filter(({ id }) => id !== '' && id !== myId);
      const next = [...new Map(others.map((person) => [person.id, person])).values()];
      setPeople((now) => (now.map(({ id }) => id).join() === next.map(({ id }) => id).join() ? now : next));
    };
    look();
    awareness.on('change', look);
    return () => awareness.off('change', look);
  }, [awareness, myId]);

  if (people.length === 0) return null;
  const label = t('present.label', { names: people.map(({ name }) => name).join(comma) });
  return (
    <Tooltip label={label}>
      <Avatar.Group spacing={8} role="img" aria-label={label}>
        {people.slice(0, 5).map((person) => (
          <PersonAvatar key={person.id} person={person} size={30} />
        ))}
        {people.length > 5 && <Avatar size={30}>+{people.length - 5}</Avatar>}
      </Avatar.Group>
    </Tooltip>
  );
}
