import { Button, Group, Stack, Text } from '@mantine/core';
import { Navigate } from 'react-router';
import { useAccount, useSession } from '../connection/session.tsx';
import { commonWords } from '../ui/commonWords.ts';
import { useDates } from '../ui/dates.ts';
import { Entrance } from '../ui/Entrance.tsx';
import { useWords } from '../ui/words.ts';
import { useSignOut } from './useSignOut.tsx';
import { words } from './words.ts';

/** For an account without a running term: what that means, and what to do. */
export function TermEndedPage() {
  const t = useWords(words);
  const common = useWords(commonWords);
  const dates = useDates();
  const { memberships } = useAccount();
  const { refresh } = useSession();
  const { signOut, dialog } = useSignOut();
  if (memberships.some(({ active }) => active)) return <Navigate to="/" replace />;
  const none = memberships.length === 0;

  return (
    <Entrance title={t(none ? 'ended.none' : 'ended.title')} lead={t(none ? 'ended.noneLead' : 'ended.lead')}>
      {!none && (
        <Stack gap="xs">
          {memberships.map(({ id, role, organisation, team, endsOn }) => (
            <Text key={id}>
              {[organisation.name, team?.name, common(`role.${role}`)].filter((part) => part !== undefined).join(' · ')}
              {endsOn !== null && (
                <Text span c="dimmed" display="block" size="sm">
                  {t('ended.until', { day: dates.day(endsOn) })}
                </Text>
              )}
            </Text>
          ))}
          <Text c="dimmed">{t('ended.ask')}</Text>
        </Stack>
      )}
      <Group>
        <Button onClick={() => void refresh()}>{t('ended.again')}</Button>
        <Button variant="default" onClick={signOut}>
          {t('ended.signOut')}
        </Button>
      </Group>
      {dialog}
    </Entrance>
  );
}
