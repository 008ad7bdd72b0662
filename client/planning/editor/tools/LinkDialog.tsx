import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { getMarkRange, type Editor } from '@tiptap/core';
import { useState, type FormEvent } from 'react';
import { commonWords } from '../../../ui/commonWords.ts';
import { useWords } from '../../../ui/words.ts';
import { editorWords } from './editorWords.ts';
import { completeAddress } from './linkAddress.ts';

/** Makes a link of the selected words, or changes the one that the cursor is in. */
export function LinkDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const t = useWords(editorWords);
  const common = useWords(commonWords);
  const [existing] = useState(() => linkAtCursor(editor));
  const [address, setAddress] = useState(existing ?? '');
  const [shown, setShown] = useState('');
  const [wrong, setWrong] = useState(false);
  const bare = existing === null && editor.state.selection.empty;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const href = completeAddress(address);
    setWrong(href === null);
    if (href === null) return;
    const chain = editor.chain().focus();
    if (bare) {
      const link = { type: 'text', text: shown.trim() || address.trim(), marks: [{ type: 'link', attrs: { href } }] };
      chain.insertContent([link, { type: 'text', text: ' ' }]).run();
    } else chain.extendMarkRange('link').setLink({ href }).run();
    onClose();
  };
  const remove = () => {
    editor.chain().focus().extendMarkRange('link').unsetLink().run();
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('link.title')} closeButtonProps={{ 'aria-label': common('close') }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput
            label={t('link.address')}
            type="url"
            inputMode="url"
            placeholder="https://"
            required
            data-autofocus
            maxLength={2000}
            value={address}
            error={wrong ? t('link.wrong') : undefined}
            onChange={({ currentTarget }) => setAddress(currentTarget.value)}
          />
          {bare && (
            <TextInput
              label={`${t('link.words')}${common('optional')}`}
              maxLength={200}
              value={shown}
              onChange={({ currentTarget }) => setShown(currentTarget.value)}
            />
          )}
          <Group justify="flex-end">
            {existing !== null && (
              <Button variant="default" mr="auto" onClick={remove}>
                {t('link.remove')}
              </Button>
            )}
            <Button variant="default" onClick={onClose}>
              {common('cancel')}
            </Button>
            <Button type="submit">{t('link.save')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function linkAtCursor({ state }: Editor): string | null {
  const { link } = state.schema.marks;
  if (link === undefined) return null;
  const range = getMarkRange(state.selection.$from, link);
  const mark = range === undefined ? undefined : state.doc.nodeAt(range.from)?.marks.find(({ type }) => type === link);
  const href: unknown = mark?.attrs['href'];
  return typeof href === 'string' ? href : null;
}
