import { Button } from '@mantine/core';
import { IconCoffee, IconPencil, IconUsersGroup } from '@tabler/icons-react';
import { Link } from 'react-router';
import { getPairing, listPairings, type Pairing } from '../../shared/programme.ts';
import { useAccount } from '../connection/session.tsx';
import { useAnswer } from '../connection/useAnswer.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** Nothing is being prepared yet: says what this person does first. `quiet` when a class above already gives the day its purpose. */
export function TodayEmpty({ quiet }: { quiet: boolean }) {
  const t = useWords(words);
  const { memberships } = useAccount();
  const { data: pairings } = useAnswer(listPairings);
  const roles = new Set(memberships.filter(({ active }) => active).map(({ role }) => role));
  const [pairing] = pairings?.items ?? [];

  if (['rear', 'stationed', 'recipient'].some((role) => roles.has(role as 'rear'))) {
    return (
      <EmptyState
        icon={IconPencil}
        title={t('today.empty.lesson')}
        action={
          <Button component={Link} to="/lessons?new">
            {t('today.empty.lessonAction')}
          </Button>
        }
      >
        {t('today.empty.lessonLead')}
      </EmptyState>
    );
  }
  if (roles.has('coordinator')) return pairing === undefined ? <NoPairing /> : <Begun pairing={pairing} />;
  if (quiet) return null;
  return (
    <EmptyState icon={IconCoffee} title={t('today.empty.wait')}>
      {t('today.empty.waitLead')}
    </EmptyState>
  );
}

function NoPairing() {
  const t = useWords(words);
  return (
    <EmptyState
      icon={IconUsersGroup}
      title={t('today.empty.pair')}
      action={
        <Button component={Link} to="/pairings">
          {t('today.empty.pairAction')}
        </Button>
      }
    >
      {t('today.empty.pairLead')}
    </EmptyState>
  );
}

/** A pairing without people needs them first; then it is for them to plan. */
function Begun({ pairing }: { pairing: Pairing }) {
  const t = useWords(words);
  const { data } = useAnswer(getPairing, { params: { pairingId: pairing.id } });
  if (data === undefined) return null;
  const peopled = data.members.some(({ teamId }) => teamId !== null);
  return (
    <EmptyState
      icon={IconUsersGroup}
      title={t(peopled ? 'today.empty.team' : 'today.empty.people')}
      action={
        <Button component={Link} to={`/pairings/${pairing.id}`}>
          {t(peopled ? 'today.empty.pairAction' : 'today.empty.peopleAction')}
        </Button>
      }
    >
      {t(peopled ? 'today.empty.teamLead' : 'today.empty.peopleLead')}
    </EmptyState>
  );
}
