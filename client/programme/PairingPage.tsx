import { Anchor, Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import type { z } from 'zod';
import { Link, useParams } from 'react-router';
import { getPairing } from '../../shared/programme.ts';
import { CallError } from '../connection/call.ts';
import { useAnswer } from '../connection/useAnswer.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Page } from '../ui/Page.tsx';
import { Section } from '../ui/Section.tsx';
import { useWords } from '../ui/words.ts';
import { Coordinators } from './Coordinators.tsx';
import { NeedList } from './NeedList.tsx';
import { NewTeamDialog } from './NewTeamDialog.tsx';
import { TeamCard } from './TeamCard.tsx';
import { usePeriod } from './usePeriod.ts';
import { words } from './words.ts';

/** A pairing with what it is made of. */
export type PairingDetail = z.output<typeof getPairing.output>;

/** One pairing: its needs, its teams and who is in them. Coordinators change it here. */
export function PairingPage() {
  const t = useWords(words);
  const { pairingId = '' } = useParams();
  const period = usePeriod();
  const { data: pairing, error, refetch } = useAnswer(getPairing, { params: { pairingId } });
  const above = (
    <Anchor component={Link} to="/pairings" size="sm">
      ← {t('pairings.title')}
    </Anchor>
  );
  if (pairing === undefined) {
    const gone = error instanceof CallError && (error.status === 404 || error.status === 400);
    return (
      <Page title={t('pairings.title')} above={above} lead={gone ? t('pairing.notFound') : undefined}>
        {!gone && (error === null ? <Loading /> : <Failure error={error} retry={refetch} />)}
      </Page>
    );
  }
  const { supporting, recipient } = pairing;
  return (
    <Page
      title={pairing.name}
      above={above}
      lead={`${supporting.name} ${t('pairing.with')} ${recipient.name} · ${period(pairing)}`}
    >
      <NeedList pairing={pairing} />
      <Teams pairing={pairing} />
      <Coordinators pairing={pairing} />
    </Page>
  );
}

function Teams({ pairing }: { pairing: PairingDetail }) {
  const t = useWords(words);
  const [creating, dialog] = useDisclosure(false);
  const { teams, mayManage } = pairing;
  const create = mayManage && (
    <Button
      variant={teams.length === 0 ? 'filled' : 'default'}
      size="sm"
      leftSection={<IconPlus size={17} aria-hidden />}
      onClick={dialog.open}
    >
      {t('team.new')}
    </Button>
  );
  return (
    <Section title={t('teams.title')} actions={teams.length > 0 && create}>
      {teams.length === 0 && (
        <EmptyState icon={IconUsersGroup} title={t('teams.empty.title')} action={create}>
          {t(mayManage ? 'teams.empty.manage' : 'teams.empty.other')}
        </EmptyState>
      )}
      <Stack>
        {teams.map((team) => (
          <TeamCard key={team.id} team={team} pairing={pairing} />
        ))}
      </Stack>
      {creating && <NewTeamDialog pairingId={pairing.id} onClose={dialog.close} />}
    </Section>
  );
}
