import { Modal, Table } from '@mantine/core';
import { commonWords } from '../../../ui/commonWords.ts';
import { useWords } from '../../../ui/words.ts';
import { formatActions, insertActions, keysAction, readableKeys } from './actions.ts';
import { editorWords } from './editorWords.ts';

/** All key presses of the editor, and what one can type instead of pressing buttons. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const t = useWords(editorWords);
  const common = useWords(commonWords);
  const pressed = [...formatActions, ...insertActions, keysAction].flatMap(({ key, keys }) =>
    keys === undefined || key === 'mention' ? [] : [[readableKeys(keys), t(`action.${key}`)] as const],
  );
  const rows = [
    ['/', t('keys.slash')],
    ['@', t('keys.mention')],
    ...pressed,
    [readableKeys('Mod-z'), t('tools.undo')],
    [readableKeys('Mod-Shift-z'), t('tools.redo')],
    [readableKeys('Alt-↑ ↓'), t('keys.step')],
    [readableKeys('Mod-Alt-m'), t('keys.comment')],
    [readableKeys('Mod-a'), t('keys.all')],
    [t('keys.typed.heading'), t('action.heading')],
    [t('keys.typed.bullets'), t('action.bullets')],
    [t('keys.typed.numbers'), t('action.numbers')],
    [t('keys.typed.quote'), t('action.quote')],
    [t('keys.typed.bold'), t('action.bold')],
    [t('keys.typed.formula'), t('action.formula')],
  ] as const;
  return (
    <Modal opened onClose={onClose} size="lg" title={t('keys.title')} closeButtonProps={{ 'aria-label': common('close') }}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('keys.press')}</Table.Th>
            <Table.Th>{t('keys.effect')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([keys, effect]) => (
            <Table.Tr key={keys}>
              <Table.Td>
                <kbd>{keys}</kbd>
              </Table.Td>
              <Table.Td>{effect}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
