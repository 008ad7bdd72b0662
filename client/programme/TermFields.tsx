import { SimpleGrid, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** The first and last day of a pairing or a term; the last may stay open. */
export function TermFields<Values extends { startsOn: string; endsOn: string }>(props: {
  first: string;
  last: string;
  form: UseFormReturnType<Values>;
}) {
  const t = useWords(words);
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <TextInput
        type="date"
        label={props.first}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...props.form.getInputProps('startsOn')}
      />
      <TextInput
        type="date"
        label={props.last}
        description={t('member.lastDay.hint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...props.form.getInputProps('endsOn')}
      />
    </SimpleGrid>
  );
}
