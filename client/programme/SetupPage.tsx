import { Button, Divider, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { z } from 'zod';
import { Navigate } from 'react-router';
import { installation, OrganisationKind, setUp } from '../../shared/programme.ts';
import { call } from '../connection/call.ts';
import { useSession } from '../connection/session.tsx';
import { useAnswer } from '../connection/useAnswer.ts';
import { AccountFields, accountRules } from '../identity/AccountFields.tsx';
import { Entrance } from '../ui/Entrance.tsx';
import { FormError } from '../ui/FormError.tsx';
import { useSubmit } from '../ui/useSubmit.ts';
import { useWords } from '../ui/words.ts';
import { filled } from './rules.ts';
import { words } from './words.ts';

type Kind = z.output<typeof OrganisationKind>;

/** The first organisation and its coordinator. */
export function SetupPage() {
  const t = useWords(words);
  const { enter } = useSession();
  const { data } = useAnswer(installation);
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { organisationName: '', organisationKind: 'supporting' as Kind, name: '', email: '', password: '' },
    validate: { organisationName: filled('organisation.name.required'), ...accountRules },
  });
  const { submit, busy, error } = useSubmit(form, async (values) =>
    enter(await call(setUp, { body: { ...values, email: values.email.trim() } })),
  );
  if (data?.empty === false && !busy) return <Navigate to="/sign-in" replace />;

  return (
    <Entrance title={t('setUp.title')} lead={t('setUp.lead')} width={540}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t('organisation.name')}
            placeholder={t('organisation.name.hint')}
            autoComplete="organization"
            key={form.key('organisationName')}
            {...form.getInputProps('organisationName')}
          />
          <NativeSelect
            label={t('organisation.kind')}
            data={OrganisationKind.options.map((kind) => ({ value: kind, label: t(`organisation.${kind}`) }))}
            key={form.key('organisationKind')}
            {...form.getInputProps('organisationKind')}
          />
          <Divider label={t('setUp.you')} labelPosition="left" mt="xs" />
          <AccountFields form={form} />
          <FormError error={error} />
          <Button type="submit" loading={busy} size="lg">
            {t('setUp.action')}
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}
