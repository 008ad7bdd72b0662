import { ActionIcon, Group, Pill, Stack, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

const most = 12;

/** Classes that have been named, and the name that is being typed. */
export interface ClassNaming {
  names: string[];
  typed: string;
}

/** All names: what is left in the field counts, too. */
export function allNames({ names, typed }: ClassNaming): string[] {
  const name = typed.trim();
  return name === '' || names.includes(name) || names.length >= most ? names : [...names, name];
}

/** The names of the classes that attend, typed one after the other, each ended with Enter. */
export function ClassNames(props: {
  value: ClassNaming;
  required?: boolean;
  error?: string | undefined;
  onChange: (value: ClassNaming) => void;
}) {
  const t = useWords(words);
  const { value, onChange } = props;
  const { names, typed } = value;
  const add = () => onChange({ names: allNames(value), typed: '' });
  return (
    <Stack gap="xs">
      <TextInput
        name="classNames"
        label={t('new.classes')}
        required={props.required === true}
        error={props.error}
        description={t('new.classes.hint')}
        value={typed}
        maxLength={60}
        onChange={(event) => onChange({ names, typed: event.currentTarget.value })}
        onKeyDown={(event) => {
          // Enter that ends the input of a Chinese word is not meant for the list.
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          add();
        }}
        rightSection={
          <ActionIcon variant="subtle" aria-label={t('new.classes.add')} onClick={add}>
            <IconPlus size={18} aria-hidden />
          </ActionIcon>
        }
      />
      {names.length > 0 && (
        <Group gap="xs">
          {names.map((name) => (
            <Pill
              key={name}
              size="lg"
              withRemoveButton
              removeButtonProps={{ 'aria-label': t('new.classes.remove', { name }), 'aria-hidden': false, tabIndex: 0 }}
              onRemove={() => onChange({ names: names.filter((each) => each !== name), typed })}
            >
              {name}
            </Pill>
          ))}
        </Group>
      )}
    </Stack>
  );
}
