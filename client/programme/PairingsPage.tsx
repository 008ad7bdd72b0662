import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { Link } from 'react-router';
import { listOrganisations, listPairings, type Pairing } from '../../shared/programme.ts';
import { useAccount } from '../connection/session.tsx';
import { useAnswer } from '../connection/useAnswer.ts';
import { Card } from '../ui/Card.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Page } from '../ui/Page.tsx';
import { Section } from '../ui/Section.tsx';
import { useWords } from '../ui/words.ts';
import classes from './PairingsPage.module.css';
import { NewPairingDialog } from './NewPairingDialog.tsx';
import { usePeriod } from './usePeriod.ts';
import { words } from './words.ts';

/** The pairings I can see; a coordinator begins new ones here. */
export function PairingsPage() {
  const t = useWords(words);
  const coordinates = useAccount().memberships.some(({ role, active }) => role === 'coordinator' && active);
  const [creating, dialog] = useDisclosure(false);
  const { data, error, refetch } = useAnswer(listPairings);
  const create = coordinates && (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={dialog.open}>
      {t('pairings.new')}
    </Button>
  );

  return (
    <Page title={t('pairings.title')} lead={t('pairings.lead')} actions={data !== undefined && data.items.length > 0 && create}>
      {data === undefined && (error === null ? <Loading /> : <Failure error={error} retry={refetch} />)}
      {data?.items.length === 0 && (
        <EmptyState icon={IconUsersGroup} title={t('pairings.empty.title')} action={create}>
          {t(coordinates ? 'pairings.empty.coordinator' : 'pairings.empty.other')}
        </EmptyState>
      )}
      {data !== undefined && data.items.length > 0 && (
        <Stack component="ul" className={classes.list}>
          {data.items.map((pairing) => (
            <li key={pairing.id}>
              <PairingCard pairing={pairing} />
            </li>
          ))}
        </Stack>
      )}
      {coordinates && <Organisations />}
      {creating && <NewPairingDialog onClose={dialog.close} />}
    </Page>
  );
}

function PairingCard({ pairing }: { pairing: Pairing }) {
  const t = useWords(words);
  const period = usePeriod();
  return (
    <Card className={classes.pairing}>
      <Anchor component={Link} to={`/pairings/${pairing.id}`} className={classes.name}>
        {pairing.name}
      </Anchor>
      <Text mt={2}>
        {pairing.supporting.name}
        <Text span c="dimmed" mx={8}>
          {t('pairing.with')}
        </Text>
        {pairing.recipient.name}
      </Text>
      <Text size="sm" c="dimmed">
        {period(pairing)}
      </Text>
    </Card>
  );
}

function Organisations() {
  const t = useWords(words);
  const { data } = useAnswer(listOrganisations);
  if (data === undefined) return null;
  return (
    <Section title={t('organisations.title')}>
      <Card>
        <Stack gap="sm">
          {data.items.map(({ id, name, kind }) => (
            <Group key={id} justify="space-between" gap="xs">
              <Text>{name}</Text>
              <Text size="sm" c="dimmed">
                {t(`organisation.${kind}`)}
              </Text>
            </Group>
          ))}
        </Stack>
      </Card>
    </Section>
  );
}
