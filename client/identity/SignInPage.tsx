import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconInfoCircle } from '@tabler/icons-react';
import { Navigate } from 'react-router';
import { signIn } from '../../shared/identity.ts';
import { installation } from '../../shared/programme.ts';
import { call } from '../connection/call.ts';
import { useSession } from '../connection/session.tsx';
import { useAnswer } from '../connection/useAnswer.ts';
import { Entrance } from '../ui/Entrance.tsx';
import { FormError } from '../ui/FormError.tsx';
import { useSubmit } from '../ui/useSubmit.ts';
import { useWords } from '../ui/words.ts';
import { DemoPeople } from './DemoPeople.tsx';
import { fieldRules } from './fieldRules.ts';
import { words } from './words.ts';

/** Signing in; in the demo also by one click on a person. An empty installation is welcomed instead. */
export function SignInPage() {
  const t = useWords(words);
  const { enter, departure } = useSession();
  const { data: state } = useAnswer(installation);
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: { email: fieldRules.email, password: fieldRules.password },
  });
  const { submit, busy, error } = useSubmit(form, async ({ email, password }) =>
    enter(await call(signIn, { body: { email: email.trim(), password } })),
  );
  if (state?.empty === true) return <Navigate to="/welcome" replace />;

  return (
    <Entrance title={t('signIn.title')} lead={t('signIn.lead')} below={state?.demo === true ? <DemoPeople /> : undefined}>
      {departure === 'ended' && (
        <Alert color="yellow" variant="light" icon={<IconInfoCircle aria-hidden />} role="status">
          {t('signIn.ended')}
        </Alert>
      )}
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
    </Entrance>
  );
}
