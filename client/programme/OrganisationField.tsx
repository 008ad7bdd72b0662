import { NativeSelect, TextInput } from '@mantine/core';
import type { GetInputPropsReturnType } from '@mantine/form';
import type { Organisation } from '../../shared/programme.ts';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** The value of the field while an organisation is to be added. */
export const newOrganisation = 'new';

/** Chooses an organisation, or takes the name of one to be added. */
export function OrganisationField(props: {
  label: string;
  organisations: Organisation[];
  choice: GetInputPropsReturnType;
  added: GetInputPropsReturnType;
}) {
  const t = useWords(words);
  return (
    <>
      <NativeSelect
        label={props.label}
        data={[
          { value: '', label: t('pairing.choose'), disabled: true },
          ...props.organisations.map(({ id, name }) => ({ value: id, label: name })),
          { value: newOrganisation, label: t('pairing.addNew') },
        ]}
        {...props.choice}
      />
      {props.choice['value'] === newOrganisation && <TextInput label={t('pairing.newName')} {...props.added} />}
    </>
  );
}
