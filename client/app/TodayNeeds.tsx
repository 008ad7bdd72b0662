import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Need } from '../../shared/programme.ts';
import { useAccount } from '../connection/session.tsx';
import { Card } from '../ui/Card.tsx';
import { Section } from '../ui/Section.tsx';
import { useWords } from '../ui/words.ts';
import classes from './TodayPage.module.css';
import { words } from './words.ts';

/** What the school has asked for and does not have yet; where a lesson is being made for it, that is said. */
export function TodayNeeds({ needs }: { needs: Need[] }) {
  const t = useWords(words);
  const { memberships } = useAccount();
  const pairingOf = (teamId: string) => memberships.find(({ team }) => team?.id === teamId)?.pairing?.id;
  const all = (
    <Anchor component={Link} to="/pairings" size="sm">
      {t('today.needs.all')}
    </Anchor>
  );
  return (
    <Section title={t('today.needs')} actions={all}>
      <Card p={0} component="ul" className={classes.rows}>
        {needs.slice(0, 4).map(({ id, teamId, title, subject, grade, state }) => (
          <li key={id}>
            <Link to={`/pairings/${pairingOf(teamId) ?? ''}`} className={classes.row}>
              <Text fw={600}>{title}</Text>
              <Text size="sm" c="dimmed">
                {[subject, grade, ...(state === 'planned' ? [t('today.needs.planned')] : [])].join(' · ')}
              </Text>
            </Link>
          </li>
        ))}
      </Card>
    </Section>
  );
}
