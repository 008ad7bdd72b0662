import { Kbd, Modal, Table, Text } from '@mantine/core';
import { commonWords } from '../ui/commonWords.ts';
import { useWords } from '../ui/words.ts';
import type { Shortcut } from './shortcuts.ts';
import { words } from './words.ts';

/** The keys of the class, in a list. */
export function ShortcutsDialog({ shortcuts, close }: { shortcuts: readonly Shortcut[]; close: () => void }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  return (
    <Modal opened onClose={close} title={t('control.shortcuts')} closeButtonProps={{ 'aria-label': common('close') }}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('shortcuts.lead')}
      </Text>
      <Table verticalSpacing="xs">
        <Table.Tbody>
          {shortcuts.map(({ letter, label }) => (
            <Table.Tr key={letter}>
              <Table.Th scope="row" fw={400}>
                {label}
              </Table.Th>
              <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
                <Kbd>Alt</Kbd> + <Kbd>{letter}</Kbd>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
