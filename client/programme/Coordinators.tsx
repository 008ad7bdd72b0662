import { Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { Card } from '../ui/Card.tsx';
import { Section } from '../ui/Section.tsx';
import { useWords } from '../ui/words.ts';
import { InviteDialog } from './InviteDialog.tsx';
import { MemberRow } from './MemberRow.tsx';
import type { PairingDetail } from './PairingPage.tsx';
import { words } from './words.ts';

/** Who runs the pairing, on either side. */
export function Coordinators({ pairing }: { pairing: PairingDetail }) {
  const t = useWords(words);
  const [inviting, dialog] = useDisclosure(false);
  const coordinators = pairing.members.filter(({ role }) => role === 'coordinator');
  const invite = pairing.mayManage && (
    <Button variant="default" size="sm" leftSection={<IconUserPlus size={18} aria-hidden />} onClick={dialog.open}>
      {t('coordinators.invite')}
    </Button>
  );
  return (
    <Section title={t('coordinators.title')} actions={invite}>
      <Card>
        <Stack gap="md">
          {coordinators.map((member) => (
            <MemberRow key={member.id} member={member} mayManage={pairing.mayManage} />
          ))}
        </Stack>
      </Card>
      {inviting && <InviteDialog team={null} organisations={[pairing.supporting, pairing.recipient]} onClose={dialog.close} />}
    </Section>
  );
}
