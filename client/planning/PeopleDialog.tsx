import { ActionIcon, Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { inviteToLesson, listColleagues, removeFromLesson, type Lesson, type LessonPart } from '../../shared/planning.ts';
import type { Answer } from '../../shared/http.ts';
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
  const colleagues = useAnswer(listColleagues, { params: { teamId: lesson.teamId } });
  const roleOf = (id: string) => colleagues.data?.items.find((colleague) => colleague.id === id)?.role;
  return (
    <Modal opened onClose={onClose} title={t('people.title')} closeButtonProps={{ 'aria-label': common('close') }}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('people.lead')}
        </Text>
        {lesson.people.length === 0 && <Text>{t('people.none')}</Text>}
        {groups.map(({ key, parts: own }) => {
          const people = lesson.people.filter(({ part }) => own.includes(part));
          if (people.length === 0) return null;
          return (
            <section key={key} aria-label={t(`people.${key}`)}>
              <Text size="xs" c="dimmed" mb={4}>
                {t(`people.${key}`)}
              </Text>
              <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
                {people.map(({ person, part }) => (
                  <Group component="li" key={person.id} gap="sm" wrap="nowrap">
                    <PersonAvatar person={person} />
                    <Text flex={1} miw={0}>
                      {person.name}
                    </Text>
                    {manage && partsFor(roleOf(person.id) ?? part).length > 1 ? (
                      <NativeSelect
                        size="sm"
                        aria-label={t('people.part', { name: person.name })}
                        value={part}
                        data={partsFor(roleOf(person.id) ?? part).map((value) => ({ value, label: t(`part.${value}`) }))}
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
            </section>
          );
        })}
        <FormError error={invite.error ?? remove.error} />
        {manage && (
          <Invite lesson={lesson} colleagues={colleagues.data?.items} inviting={invite.isPending} onInvite={invite.mutate} />
        )}
      </Stack>
    </Modal>
  );
}

function Invite(props: {
  lesson: Lesson;
  colleagues: Answer<typeof listColleagues>['items'] | undefined;
  inviting: boolean;
  onInvite: (who: { id: string; part: LessonPart }) => void;
}) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const { lesson } = props;
  const [part, setPart] = useState<LessonPart | null>(null);
  const [chosen, setChosen] = useState('');
  const free = (props.colleagues ?? []).filter(({ id }) => !lesson.people.some(({ person }) => person.id === id));
  const who = free.find(({ id }) => id === chosen) ?? free[0];
  if (who === undefined) {
    return props.colleagues !== undefined ? (
      <Text size="sm" c="dimmed">
        {t('people.all')}
      </Text>
    ) : null;
  }
  const parts = partsFor(who.role);
  const as = parts.find((each) => each === part) ?? partFor(who.role);
  return (
    <Group align="flex-end" gap="xs">
      <NativeSelect
        flex={1}
        label={t('people.who')}
        value={who.id}
        data={free.map(({ id, name, role }) => ({ value: id, label: `${name} · ${common(`role.${role as 'rear'}`)}` }))}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      {parts.length > 1 && (
        <NativeSelect
          label={t('people.as')}
          value={as}
          data={parts.map((value) => ({ value, label: t(`part.${value}`) }))}
          onChange={(event) => setPart(parts.find((each) => each === event.currentTarget.value) ?? null)}
        />
      )}
      <Button loading={props.inviting} onClick={() => props.onInvite({ id: who.id, part: as })}>
        {t('people.add')}
      </Button>
    </Group>
  );
}

const groups: readonly { key: 'planning' | 'advising'; parts: readonly LessonPart[] }[] = [
  { key: 'planning', parts: ['lead-planner', 'co-planner'] },
  { key: 'advising', parts: ['mentor', 'observer'] },
];

/** The parts that someone of a role in the team can have in a lesson. */
function partsFor(role: string): readonly LessonPart[] {
  if (role === 'mentor') return ['mentor', 'observer'];
  return role === 'observer' ? ['observer'] : ['lead-planner', 'co-planner', 'observer'];
}

/** What someone of a role is to a lesson when they are invited. */
function partFor(role: string): LessonPart {
  if (role === 'mentor' || role === 'observer') return role;
  return 'co-planner';
}
