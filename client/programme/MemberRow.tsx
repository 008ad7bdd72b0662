import { ActionIcon, Badge, Box, Group, Menu, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots } from '@tabler/icons-react';
import type { Member } from '../../shared/programme.ts';
import { commonWords } from '../ui/commonWords.ts';
import { today, useDates } from '../ui/dates.ts';
import { PersonAvatar } from '../ui/PersonAvatar.tsx';
import { useWords } from '../ui/words.ts';
import { MemberDialog } from './MemberDialog.tsx';
import { RemoveMemberDialog } from './RemoveMemberDialog.tsx';
import { words } from './words.ts';

/** A member with role, organisation and term; coordinators manage them from the menu at the end. */
export function MemberRow({ member, mayManage }: { member: Member; mayManage: boolean }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const [changing, change] = useDisclosure(false);
  const [removing, remove] = useDisclosure(false);
  const { person, role, organisation } = member;
  return (
    <Group wrap="nowrap" gap="sm">
      <PersonAvatar person={person} size={42} />
      <Box flex={1} miw={0}>
        <Group gap={8}>
          <Text fw={600} component="span">
            {person.name}
          </Text>
          <Badge variant={member.active ? 'light' : 'default'} tt="none" fw={500} size="lg">
            {common(`role.${role}`)}
          </Badge>
        </Group>
        <Text size="sm" c="dimmed">
          {organisation.name}
          <TermNote member={member} />
        </Text>
      </Box>
      {mayManage && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={40} aria-label={t('member.actions', { name: person.name })}>
              <IconDots size={20} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={change.open}>{t('member.change')}</Menu.Item>
            <Menu.Item c="var(--mantine-color-error)" onClick={remove.open}>
              {t('member.remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {changing && <MemberDialog member={member} onClose={change.close} />}
      {removing && <RemoveMemberDialog member={member} onClose={remove.close} />}
    </Group>
  );
}

function TermNote({ member: { active, startsOn, endsOn } }: { member: Member }) {
  const t = useWords(words);
  const { date } = useDates();
  if (!active && startsOn > today()) return <> · {t('member.coming', { day: date(startsOn) })}</>;
  if (!active) return <> · {t('member.ended')}</>;
  return endsOn === null ? null : <> · {t('member.until', { day: date(endsOn) })}</>;
}
