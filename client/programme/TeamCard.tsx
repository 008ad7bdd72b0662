import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { Role, type Member, type Team } from '../../shared/programme.ts';
import { Card } from '../ui/Card.tsx';
import { useWords } from '../ui/words.ts';
import { InviteDialog } from './InviteDialog.tsx';
import { MemberRow } from './MemberRow.tsx';
import type { PairingDetail } from './PairingPage.tsx';
import { words } from './words.ts';

/** One team and its members. */
export function TeamCard({ team, pairing }: { team: Team; pairing: PairingDetail }) {
  const t = useWords(words);
  const [inviting, dialog] = useDisclosure(false);
  const members = pairing.members.filter(({ teamId }) => teamId === team.id).sort(byRole);
  return (
    <Card>
      <Group justify="space-between" mb="md" gap="sm">
        <div>
          <Title order={3}>{team.name}</Title>
          <Text size="sm" c="dimmed">
            {t(`team.${team.kind}`)}
          </Text>
        </div>
        {pairing.mayManage && (
          <Button variant="light" size="sm" leftSection={<IconUserPlus size={18} aria-hidden />} onClick={dialog.open}>
            {t('invite.action')}
          </Button>
        )}
      </Group>
      {members.length === 0 ? (
        <Text c="dimmed">{t('team.empty')}</Text>
      ) : (
        <Stack gap="md">
          {members.map((member) => (
            <MemberRow key={member.id} member={member} mayManage={pairing.mayManage} />
          ))}
        </Stack>
      )}
      {inviting && <InviteDialog team={team} organisations={[pairing.supporting, pairing.recipient]} onClose={dialog.close} />}
    </Card>
  );
}

const byRole = (one: Member, other: Member): number => Role.options.indexOf(one.role) - Role.options.indexOf(other.role);
