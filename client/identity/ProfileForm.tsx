import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { updateAccount } from '../../shared/identity.ts';
import { call } from '../connection/call.ts';
import { useAccount, useSession } from '../connection/session.tsx';
import { commonWords } from '../ui/commonWords.ts';
import { FormError } from '../ui/FormError.tsx';
import { useSubmit } from '../ui/useSubmit.ts';
import { useWords } from '../ui/words.ts';
import { fieldRules } from './fieldRules.ts';
import { words } from './words.ts';

/** My name, as colleagues see it. */
export function ProfileForm() {
  const t = useWords(words);
  const common = useWords(commonWords);
  const { name } = useAccount();
  const { refresh } = useSession();
  const [saved, setSaved] = useState(false);
  const form = useForm({ initialValues: { name }, validate: { name: fieldRules.name }, onValuesChange: () => setSaved(false) });
  const { submit, busy, error } = useSubmit(form, async (values) => {
    await call(updateAccount, { body: values });
    await refresh();
    setSaved(true);
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput label={t('name')} description={t('name.hint')} autoComplete="name" {...form.getInputProps('name')} />
        <FormError error={error} />
        <Group>
          <Button type="submit" loading={busy}>
            {common('save')}
          </Button>
          <Text role="status" c="dimmed">
            {saved && common('saved')}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}
