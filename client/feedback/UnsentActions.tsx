import { Anchor, Group } from '@mantine/core';
import { giveUpFile, readFileHere } from '../connection/offline/keptFiles.ts';
import { addUnsent, removeUnsent, wordsOf, type Unsent } from '../connection/offline/outbox.ts';
import { commonWords } from '../ui/commonWords.ts';
import { saveToDevice } from '../ui/saveToDevice.ts';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** What can be done with something that the server did not take: send it once more, copy its words or save its file, or let it go. */
export function UnsentActions({ item }: { item: Unsent }) {
  const common = useWords(commonWords);
  const t = useWords(words);
  const isFile = item.kind === 'file';
  const text = wordsOf(item);
  const save = async () => {
    const blob = await readFileHere(item.id);
    if (blob !== null) saveToDevice(blob, text);
  };
  return (
    <Group gap="md">
      <Anchor component="button" type="button" size="sm" onClick={() => void addUnsent({ ...item, refused: null })}>
        {common('retry')}
      </Anchor>
      {isFile && (
        <Anchor component="button" type="button" size="sm" onClick={() => void save()}>
          {t('unsent.saveFile')}
        </Anchor>
      )}
      {!isFile && text !== '' && (
        <Anchor component="button" type="button" size="sm" onClick={() => void navigator.clipboard.writeText(text)}>
          {common('copy')}
        </Anchor>
      )}
      <Anchor
        component="button"
        type="button"
        size="sm"
        c="error"
        onClick={() => void (isFile ? giveUpFile : removeUnsent)(item.id)}
      >
        {common('delete')}
      </Anchor>
    </Group>
  );
}
