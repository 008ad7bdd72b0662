import { Anchor, Group } from '@mantine/core';
import { addUnsent, removeUnsent, wordsOf, type Unsent } from '../connection/offline/outbox.ts';
import { commonWords } from '../ui/commonWords.ts';
import { useWords } from '../ui/words.ts';

/** What can be done with something that the server did not take: send it once more, copy its words, or let it go. */
export function UnsentActions({ item }: { item: Unsent }) {
  const common = useWords(commonWords);
  const text = wordsOf(item);
  return (
    <Group gap="md">
      <Anchor component="button" type="button" size="sm" onClick={() => void addUnsent({ ...item, refused: null })}>
        {common('retry')}
      </Anchor>
      {text !== '' && (
        <Anchor component="button" type="button" size="sm" onClick={() => void navigator.clipboard.writeText(text)}>
          {common('copy')}
        </Anchor>
      )}
      <Anchor component="button" type="button" size="sm" c="error" onClick={() => void removeUnsent(item.id)}>
        {common('delete')}
      </Anchor>
    </Group>
  );
}
