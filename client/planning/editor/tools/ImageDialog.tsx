import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import type { Editor } from '@tiptap/core';
import { useState, type FormEvent } from 'react';
import { commonWords } from '../../../ui/commonWords.ts';
import { useWords } from '../../../ui/words.ts';
import { editorWords } from './editorWords.ts';
import type { ImageRequest } from './toolRequests.ts';

/** What a picture shows, and what stands below it. */
export function ImageDialog({ editor, request, onClose }: { editor: Editor; request: ImageRequest; onClose: () => void }) {
  const t = useWords(editorWords);
  const common = useWords(commonWords);
  const [alt, setAlt] = useState(request.alt);
  const [caption, setCaption] = useState(request.caption);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const position = request.getPos();
    if (position !== undefined && editor.state.doc.nodeAt(position)?.type.name === 'planImage') {
      const { tr } = editor.state;
      editor.view.dispatch(
        tr.setNodeAttribute(position, 'alt', alt.trim()).setNodeAttribute(position, 'caption', caption.trim()),
      );
    }
    editor.view.focus();
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('image.title')} closeButtonProps={{ 'aria-label': common('close') }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={`${t('image.caption')}${common('optional')}`}
            maxLength={300}
            data-autofocus
            value={caption}
            onChange={({ currentTarget }) => setCaption(currentTarget.value)}
          />
          <TextInput
            label={t('image.alt')}
            description={t('image.alt.hint')}
            maxLength={300}
            value={alt}
            onChange={({ currentTarget }) => setAlt(currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common('cancel')}
            </Button>
            <Button type="submit">{common('save')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
