import { ActionIcon, Group, Pill, Stack, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

const most = 12;

/** The names of the classes that attend: typed one after the other, each ended with Enter. What is left in the field counts too. */
export function ClassNames({ names, onChange }: { names: string[]; onChange: (names: string[]) => void }) {
  const t = useWords(words);
  const [typed, setTyped] = useState('');
  const add = () => {
    const name = typed.trim();
    if (name !== '' && !names.includes(name) && names.length < most) onChange([...names, name]);
    setTyped('');
  };
  return (
    <Stack gap="xs">
      <TextInput
        label={t('new.classes')}
        description={t('new.classes.hint')}
        value={typed}
        maxLength={60}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={add}
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
              onRemove={() => onChange(names.filter((each) => each !== name))}
            >
              {name}
            </Pill>
          ))}
        </Group>
      )}
    </Stack>
  );
}
