import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { signIn } from '../../shared/identity.ts';
import { call } from '../connection/call.ts';
import { useSession } from '../connection/session.tsx';
import { FormError } from '../ui/FormError.tsx';
import { useSubmit } from '../ui/useSubmit.ts';
import { useWords } from '../ui/words.ts';
import { fieldRules } from './fieldRules.ts';
import { words } from './words.ts';

/** E-mail and password. */
export function SignInForm() {
  const t = useWords(words);
  const { enter } = useSession();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: { email: fieldRules.email, password: fieldRules.password },
  });
  const { submit, busy, error } = useSubmit(form, async ({ email, password }) =>
    enter(await call(signIn, { body: { email: email.trim(), password } })),
  );
  return (
    <>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t('email')}
            type="email"
            autoComplete="username"
            inputMode="email"
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label={t('password')}
            autoComplete="current-password"
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          <FormError error={error} />
          <Button type="submit" loading={busy} fullWidth>
            {t('signIn.action')}
          </Button>
        </Stack>
      </form>
      <Text size="sm" c="dimmed">
        {t('signIn.help')}
        <br />
        {t('signIn.forgotten')}
      </Text>
    </>
  );
}
