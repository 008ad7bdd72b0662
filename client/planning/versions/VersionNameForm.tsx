import { Button, Group, TextInput } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { FormError } from '../../ui/FormError.tsx';
import { useWords } from '../../ui/words.ts';
import { versionWords } from './versionWords.ts';

interface VersionNameFormProps {
  label: string;
  button: string;
  /** Whether the button stands back behind another one of the same view. */
  quiet?: boolean;
  name: string;
  setName: (name: string) => void;
  unfit: boolean;
  busy: boolean;
  error: unknown;
  onSubmit: () => void;
  children?: ReactNode;
}

/** One line in which a version is given its name, whether it is being kept now or was kept before. */
export function VersionNameForm(props: VersionNameFormProps) {
  const t = useWords(versionWords);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSubmit();
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs">
        <TextInput
          flex={1}
          miw={0}
          label={props.label}
          placeholder={t('name.example')}
          maxLength={80}
          value={props.name}
          onChange={(event) => props.setName(event.currentTarget.value)}
        />
        <Button type="submit" variant={props.quiet === true ? 'default' : 'filled'} loading={props.busy} disabled={props.unfit}>
          {props.button}
        </Button>
      </Group>
      {props.children}
      <FormError error={props.error} />
    </form>
  );
}
