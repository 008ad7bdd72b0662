import { PasswordInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useWords } from '../ui/words.ts';
import { fieldRules } from './fieldRules.ts';
import { words } from './words.ts';

/** What makes an account. */
export interface AccountValues {
  name: string;
  email: string;
  password: string;
}

export const accountRules = { name: fieldRules.name, email: fieldRules.email, password: fieldRules.newPassword };

/** The fields of a new account, in the set-up and on accepting an invitation. */
export function AccountFields<Values extends AccountValues>({ form }: { form: UseFormReturnType<Values> }) {
  const t = useWords(words);
  return (
    <>
      <TextInput
        label={t('name')}
        description={t('name.hint')}
        autoComplete="name"
        key={form.key('name')}
        {...form.getInputProps('name')}
      />
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
        description={t('password.hint')}
        autoComplete="new-password"
        key={form.key('password')}
        {...form.getInputProps('password')}
      />
    </>
  );
}
