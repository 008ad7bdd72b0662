import { Button } from '@mantine/core';
import { IconCoffee, IconPencil, IconUsersGroup } from '@tabler/icons-react';
import { Link } from 'react-router';
import { listPairings } from '../../shared/programme.ts';
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
          <Button component={Link} to="/lessons">
            {t('today.empty.lessonAction')}
          </Button>
        }
      >
        {t('today.empty.lessonLead')}
      </EmptyState>
    );
  }
  if (roles.has('coordinator')) {
    const begun = pairing !== undefined;
    return (
      <EmptyState
        icon={IconUsersGroup}
        title={t(begun ? 'today.empty.team' : 'today.empty.pair')}
        action={
          <Button component={Link} to={begun ? `/pairings/${pairing.id}` : '/pairings'}>
            {t('today.empty.pairAction')}
          </Button>
        }
      >
        {t(begun ? 'today.empty.teamLead' : 'today.empty.pairLead')}
      </EmptyState>
    );
  }
  if (quiet) return null;
  return (
    <EmptyState icon={IconCoffee} title={t('today.empty.wait')}>
      {t('today.empty.waitLead')}
    </EmptyState>
  );
}
