import { Stack, Switch, Text, Title } from '@mantine/core';
import { FormError } from '../../ui/FormError.tsx';
import { useWords } from '../../ui/words.ts';
import type { InClass } from '../useClassRoom.ts';
import { useDoing } from '../tools/useDoing.ts';
import classes from './questions.module.css';
import { answerAddress, spacedCode } from './useOptionName.ts';
import { words } from './words.ts';

/** Whether students' devices may join, the code they need, and how many have. */
export function DevicesSwitch({ visit, view }: Pick<InClass, 'visit' | 'view'>) {
  const t = useWords(words);
  const { run, busy, error } = useDoing();
  const { code, devices } = view.questions;
  return (
    <Stack component="section" gap="xs">
      <Title order={3} size="h4">
        {t('devices.title')}
      </Title>
      <Switch
        size="md"
        label={t('devices.admit')}
        checked={code !== null}
        disabled={busy}
        onChange={(event) => {
          const admitted = event.currentTarget.checked;
          run(() => visit.ask('questions:devices', { admitted }));
        }}
      />
      {code !== null && (
        <div>
          <Text size="sm">{t('devices.how', { address: answerAddress() })}</Text>
          <div className={classes.code}>{spacedCode(code)}</div>
          <Text size="sm" c="dimmed">
            {t('devices.count', { count: devices })} · {t('devices.letGo')}
          </Text>
        </div>
      )}
      <FormError error={error} />
    </Stack>
  );
}
