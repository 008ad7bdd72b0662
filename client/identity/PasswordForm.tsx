import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changePassword, listSessions } from '../../shared/identity.ts';
import { call } from '../connection/call.ts';
import { useAccount } from '../connection/session.tsx';
import { answerKey } from '../connection/useAnswer.ts';
import { FormError } from '../ui/FormError.tsx';
import { useSubmit } from '../ui/useSubmit.ts';
import { useWords } from '../ui/words.ts';
import { fieldRules } from './fieldRules.ts';
import { words } from './words.ts';

/** Changes my password; every other browser is signed out by it. */
export function PasswordForm() {
  const t = useWords(words);
  const queries = useQueryClient();
  const { email } = useAccount();
  const [changed, setChanged] = useState(false);
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: { currentPassword: fieldRules.password, newPassword: fieldRules.newPassword },
    onValuesChange: () => setChanged(false),
  });
  const { submit, busy, error } = useSubmit(form, async (values) => {
    await call(changePassword, { body: values });
    form.reset();
    setChanged(true);
    await queries.invalidateQueries({ queryKey: answerKey(listSessions) });
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput
          label={t('account.currentPassword')}
          autoComplete="current-password"
          {...form.getInputProps('currentPassword')}
        />
        <PasswordInput
          label={t('account.newPassword')}
          description={t('password.hint')}
          autoComplete="new-password"
          {...form.getInputProps('newPassword')}
        />
        <FormError error={error} />
        <Group>
          <Button type="submit" loading={busy}>
            {t('account.changePassword')}
          </Button>
          <Text role="status" c="dimmed">
            {changed && t('account.passwordChanged')}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}
