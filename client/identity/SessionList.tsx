import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconDeviceLaptop } from '@tabler/icons-react';
import { useState } from 'react';
import { listSessions, signOutEverywhere } from '../../shared/identity.ts';
import { call } from '../connection/call.ts';
import { useSession } from '../connection/session.tsx';
import { useAnswer } from '../connection/useAnswer.ts';
import { commonWords } from '../ui/commonWords.ts';
import { useDates } from '../ui/dates.ts';
import { Failure } from '../ui/Failure.tsx';
import { FormError } from '../ui/FormError.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** The browsers in which I am signed in, and the way out of all of them. */
export function SessionList() {
  const t = useWords(words);
  const dates = useDates();
  const { data, error, refetch } = useAnswer(listSessions);
  if (data === undefined) return error === null ? <Loading height={80} /> : <Failure error={error} retry={refetch} />;
  return (
    <Stack>
      {data.items.map(({ id, device, lastSeenAt, createdAt, current }) => (
        <Group key={id} wrap="nowrap" align="flex-start">
          <IconDeviceLaptop size={26} stroke={1.5} aria-hidden />
          <div>
            <Group gap="xs">
              <Text fw={600}>{device}</Text>
              {current && <Badge variant="light">{t('account.thisDevice')}</Badge>}
            </Group>
            <Text size="sm" c="dimmed">
              {t('account.lastSeen', { when: dates.ago(lastSeenAt) })} · {t('account.since', { when: dates.moment(createdAt) })}
            </Text>
          </div>
        </Group>
      ))}
      <SignOutEverywhere />
    </Stack>
  );
}

/** Asks once more before it does: everybody who shares the account has to sign in again. */
function SignOutEverywhere() {
  const t = useWords(words);
  const common = useWords(commonWords);
  const { forget } = useSession();
  const [asking, setAsking] = useState(false);
  const leaving = useMutation({ mutationFn: () => call(signOutEverywhere), onSuccess: forget });
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm" c="dimmed">
        {t(asking ? 'account.everywhereSure' : 'account.everywhereLead')}
      </Text>
      <FormError error={leaving.error} />
      {asking ? (
        <Group>
          <Button color="red" loading={leaving.isPending} onClick={() => leaving.mutate()}>
            {t('account.everywhereYes')}
          </Button>
          <Button variant="default" onClick={() => setAsking(false)}>
            {common('cancel')}
          </Button>
        </Group>
      ) : (
        <Button variant="default" onClick={() => setAsking(true)}>
          {t('account.everywhere')}
        </Button>
      )}
    </Stack>
  );
}
