import { Avatar, Button, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconArrowRight, IconEye } from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { useState } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import { planSections } from '../../../shared/planDocument.ts';
import { PersonAvatar } from '../../ui/PersonAvatar.tsx';
import { useWords } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import { jumpTo } from './jump.ts';
import classes from './PlanEditor.module.css';
import { useFollowing } from './useFollowing.ts';
import { partOf, type Present } from './usePresence.ts';

interface PresentPeopleProps {
  editor: Editor;
  awareness: Awareness;
  people: readonly Present[];
}

const shown = 4;

/** Who else has this plan open now and where they are; from here one goes there, or follows them. */
export function PresentPeople({ editor, awareness, people }: PresentPeopleProps) {
  const t = useWords(planWords);
  const [followedId, setFollowedId] = useState<string | null>(null);
  const followed = people.find(({ id }) => id === followedId) ?? null;
  useFollowing(editor, awareness, followed, () => setFollowedId(null));
  const where = useWhere(editor);

  if (people.length === 0) return null;
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <UnstyledButton className={classes['present'] ?? ''} aria-label={t('present.open', { count: people.length })}>
            <Avatar.Group spacing={8} aria-hidden>
              {people.slice(0, shown).map((person) => (
                <PersonAvatar key={person.id} person={person} size={30} />
              ))}
              {people.length > shown && <Avatar size={30}>+{people.length - shown}</Avatar>}
            </Avatar.Group>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown mah="60dvh" style={{ overflowY: 'auto' }}>
          {people.map((person) => (
            <div key={person.id}>
              <Menu.Label>
                {person.name} · {where(person)}
              </Menu.Label>
              {person.place !== null && (
                <Menu.Item
                  leftSection={<IconArrowRight size={16} aria-hidden />}
                  onClick={() => jumpTo(editor, person.place ?? '')}
                >
                  {t('present.jump', { name: person.name })}
                </Menu.Item>
              )}
              <Menu.Item leftSection={<IconEye size={16} aria-hidden />} onClick={() => setFollowedId(person.id)}>
                {t('present.follow', { name: person.name })}
              </Menu.Item>
            </div>
          ))}
        </Menu.Dropdown>
      </Menu>
      {followed !== null && (
        <div className={classes['following']} role="status" data-following>
          <PersonAvatar person={followed} size={26} />
          <Text size="sm">
            {t('present.following', { name: followed.name })} · {where(followed)}
          </Text>
          <Button size="compact-sm" variant="default" onClick={() => setFollowedId(null)}>
            {t('present.stop')}
          </Button>
        </div>
      )}
    </>
  );
}

/** Says in which part of the plan somebody is. */
function useWhere(editor: Editor): (person: Present) => string {
  const t = useWords(planWords);
  return ({ place }) => {
    const part = place === null ? null : partOf(editor, place);
    if (part === null) return t('present.reading');
    if ('step' in part) return t('present.step', { name: part.step === '' ? t('step.unnamed') : part.step });
    if ('className' in part) return part.className === '' ? t('section.learners') : t('present.class', { name: part.className });
    return t(`section.${planSections.find((kind) => kind === part.kind) ?? 'basics'}`);
  };
}
