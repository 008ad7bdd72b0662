import { Button, Group, Stack, Switch, Text } from '@mantine/core';
import { leadsNow } from '../../../shared/classroom/order.ts';
import { explainError } from '../../ui/errors.ts';
import { PersonAvatar } from '../../ui/PersonAvatar.tsx';
import { useWords } from '../../ui/words.ts';
import type { InClass } from '../useClassRoom.ts';
import { useAsk } from './useAsk.ts';
import { words } from './words.ts';

/** The door of the class, for whoever leads it: whether observers wait, and those who do. */
export function Door({ visit, view }: InClass) {
  const t = useWords(words);
  const { ask, busy, error } = useAsk(visit);
  const { lobby } = view;
  if (lobby === null || !leadsNow(view.self.role, view.participants)) return null;
  const decide = (accountId: string, admitted: boolean) => ask('lobby:decide', { accountId, admitted });
  return (
    <Stack gap="sm">
      <Switch
        label={t('door.switch')}
        checked={lobby.on}
        disabled={busy}
        onChange={(event) => ask('lobby:set', { on: event.currentTarget.checked })}
      />
      {error !== null && (
        <Text c="var(--mantine-color-error)" size="sm" role="alert">
          {explainError(error)}
        </Text>
      )}
      {lobby.waiting.length > 0 && (
        <Stack component="section" gap="sm" aria-label={t('door.title')}>
          <Text fw={600}>{t('door.title')}</Text>
          {lobby.waiting.map(({ person }) => (
            <Group key={person.id} gap="sm" wrap="nowrap">
              <PersonAvatar person={person} />
              <Text truncate fw={500} style={{ flex: 1, minWidth: 0 }}>
                {person.name}
              </Text>
              <Button
                size="sm"
                variant="default"
                disabled={busy}
                aria-label={t('door.refuse', { name: person.name })}
                onClick={() => decide(person.id, false)}
              >
                {t('door.refuseShort')}
              </Button>
              <Button
                size="sm"
                disabled={busy}
                aria-label={t('door.admit', { name: person.name })}
                onClick={() => decide(person.id, true)}
              >
                {t('door.admitShort')}
              </Button>
            </Group>
          ))}
        </Stack>
      )}
    </Stack>
  );
}
