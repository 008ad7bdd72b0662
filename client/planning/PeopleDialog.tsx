import { ActionIcon, Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { inviteToLesson, listColleagues, removeFromLesson, type Lesson, type LessonPart } from '../../shared/planning.ts';
import { call } from '../connection/call.ts';
import { useAnswer } from '../connection/useAnswer.ts';
import { commonWords } from '../ui/commonWords.ts';
import { FormError } from '../ui/FormError.tsx';
import { PersonAvatar } from '../ui/PersonAvatar.tsx';
import { useWords } from '../ui/words.ts';
import { useLessonChange } from './useLessonChange.ts';
import { words } from './words.ts';

/** The people of a lesson and their parts; those who look after it invite here. */
export function PeopleDialog({ lesson, onClose }: { lesson: Lesson; onClose: () => void }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const params = { lessonId: lesson.id };
  const invite = useLessonChange(({ id, part }: { id: string; part: LessonPart }) =>
    call(inviteToLesson, { params: { ...params, personId: id }, body: { part } }),
  );
  const remove = useLessonChange((id: string) => call(removeFromLesson, { params: { ...params, personId: id } }));
  const { manage } = lesson.rights;
  return (
    <Modal opened onClose={onClose} title={t('people.title')} closeButtonProps={{ 'aria-label': common('close') }}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('people.lead')}
        </Text>
        {lesson.people.length === 0 && <Text>{t('people.none')}</Text>}
        <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
          {lesson.people.map(({ person, part }) => (
            <Group component="li" key={person.id} gap="sm" wrap="nowrap">
              <PersonAvatar person={person} />
              <Text flex={1} miw={0}>
                {person.name}
              </Text>
              {manage && (part === 'lead-planner' || part === 'co-planner') ? (
                <NativeSelect
                  size="sm"
                  aria-label={t('people.part', { name: person.name })}
                  value={part}
                  data={(['lead-planner', 'co-planner'] as const).map((value) => ({ value, label: t(`part.${value}`) }))}
                  onChange={(event) => invite.mutate({ id: person.id, part: event.currentTarget.value as LessonPart })}
                />
              ) : (
                <Text size="sm" c="dimmed">
                  {t(`part.${part}`)}
                </Text>
              )}
              {manage && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="lg"
                  aria-label={t('people.remove', { name: person.name })}
                  onClick={() => remove.mutate(person.id)}
                >
                  <IconX size={18} aria-hidden />
                </ActionIcon>
              )}
            </Group>
          ))}
        </Stack>
        <FormError error={invite.error ?? remove.error} />
        {manage && <Invite lesson={lesson} inviting={invite.isPending} onInvite={invite.mutate} />}
      </Stack>
    </Modal>
  );
}

function Invite(props: { lesson: Lesson; inviting: boolean; onInvite: (who: { id: string; part: LessonPart }) => void }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const { lesson } = props;
  const colleagues = useAnswer(listColleagues, { params: { teamId: lesson.teamId } });
  const [chosen, setChosen] = useState('');
  const free = (colleagues.data?.items ?? []).filter(({ id }) => !lesson.people.some(({ person }) => person.id === id));
  const who = free.find(({ id }) => id === chosen) ?? free[0];
  if (who === undefined) {
    return colleagues.isSuccess ? (
      <Text size="sm" c="dimmed">
        {t('people.all')}
      </Text>
    ) : null;
  }
  return (
    <Group align="flex-end" gap="xs">
      <NativeSelect
        flex={1}
        label={t('people.who')}
        value={who.id}
        data={free.map(({ id, name, role }) => ({ value: id, label: `${name} · ${common(`role.${role as 'rear'}`)}` }))}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <Button loading={props.inviting} onClick={() => props.onInvite({ id: who.id, part: partFor(who.role) })}>
        {t('people.add')}
      </Button>
    </Group>
  );
}

/** What someone of a role is to a lesson when they are invited. */
function partFor(role: string): LessonPart {
  if (role === 'mentor' || role === 'observer') return role;
  return 'co-planner';
}
