import { Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconSeeding } from '@tabler/icons-react';
import { listNeeds, type Role } from '../../shared/programme.ts';
import { useAccount } from '../connection/session.tsx';
import { useAnswer } from '../connection/useAnswer.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Section } from '../ui/Section.tsx';
import { useWords } from '../ui/words.ts';
import { NeedCard } from './NeedCard.tsx';
import type { PairingDetail } from './PairingPage.tsx';
import { RaiseNeedDialog } from './RaiseNeedDialog.tsx';
import { words } from './words.ts';

/** What the school has asked for, and asking for more. */
export function NeedList({ pairing }: { pairing: PairingDetail }) {
  const t = useWords(words);
  const { memberships } = useAccount();
  const [raising, dialog] = useDisclosure(false);
  const { data, error, refetch } = useAnswer(listNeeds);
  const teamsAs = (...roles: Role[]) =>
    new Set(memberships.filter(({ active, role }) => active && roles.includes(role)).map(({ team }) => team?.id));
  const raises = teamsAs('recipient', 'stationed');
  const plans = teamsAs('rear', 'recipient', 'stationed');
  const teams = pairing.teams.filter(({ id }) => pairing.mayManage || raises.has(id));
  const needs = data?.items.filter(({ teamId }) => pairing.teams.some(({ id }) => id === teamId)) ?? [];
  if (pairing.teams.length === 0) return null;
  const raise = teams.length > 0 && (
    <Button
      variant={needs.length === 0 ? 'filled' : 'default'}
      size="sm"
      leftSection={<IconPlus size={17} aria-hidden />}
      onClick={dialog.open}
    >
      {t('needs.raise')}
    </Button>
  );

  return (
    <Section title={t('needs.title')} actions={needs.length > 0 && raise}>
      {data === undefined && (error === null ? <Loading height={80} /> : <Failure error={error} retry={refetch} />)}
      {data !== undefined && needs.length === 0 && (
        <EmptyState icon={IconSeeding} title={t('needs.empty.title')} action={raise}>
          {t(teams.length > 0 ? 'needs.empty.mayRaise' : 'needs.empty.other')}
        </EmptyState>
      )}
      <Stack gap="sm">
        {needs.map((need) => (
          <NeedCard key={need.id} need={need} mayPlan={plans.has(need.teamId)} />
        ))}
      </Stack>
      {raising && <RaiseNeedDialog teams={teams} onClose={dialog.close} />}
    </Section>
  );
}
