import { Extension, type Editor } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import { imageTypes, linkFile } from '../../../../shared/files.ts';
import { call } from '../../../connection/call.ts';
import type { LocalFile } from '../../../connection/offline/keptFiles.ts';
import type { Uploads } from '../../files/Uploads.ts';
import { inertDocument } from '../paste/inertDocument.ts';
import { picturesIn } from '../paste/pictures.ts';
import { insertBlock, keepPlace } from './insertBlock.ts';

/** Sends files and puts each behind the one before it, from the place where the cursor is now. */
export function insertFiles(editor: Editor, uploads: Uploads, files: readonly File[], position?: number): void {
  let place = keepPlace(editor, position);
  for (const file of files) {
    uploads.add(file, (stored) => {
      if (editor.isDestroyed || !editor.isEditable) return;
      const node = nodeOf(editor, stored);
      if (node !== null) place = keepPlace(editor, insertBlock(editor, node, place() ?? undefined));
    });
  }
}

/** Opens the browser's own choice of files. */
export function chooseFiles(kind: 'image' | 'file', chosen: (files: readonly File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  if (kind === 'image') input.accept = imageTypes.join();
  input.addEventListener('change', () => chosen([...(input.files ?? [])]));
  input.click();
}

/** Files that are pasted or dropped go into the plan; so do pictures that came along with pasted text. */
export const FileInserts = Extension.create<{ uploads: Uploads | null; lessonId: string }>({
  name: 'fileInserts',
  addOptions: () => ({ uploads: null, lessonId: '' }),
  addProseMirrorPlugins() {
    const { editor } = this;
    const { uploads, lessonId } = this.options;
    if (uploads === null) return [];
    return [
      new Plugin({
        props: {
          handlePaste: (view, event, slice) => {
            const files = [...(event.clipboardData?.files ?? [])];
            const html = event.clipboardData?.getData('text/html') ?? '';
            if (files.length > 0 && !hasWords(html)) {
              insertFiles(editor, uploads, files);
              return true;
            }
            shareFiles(slice.content.toJSON() as unknown, lessonId);
            const pictures = picturesIn(html);
            if (pictures.length > 0) {
              // Behind what is pasted, once it is there.
              queueMicrotask(() => insertFiles(editor, uploads, pictures, view.state.selection.to));
            }
            return false;
          },
          handleDrop: (view, event) => {
            const files = [...(event.dataTransfer?.files ?? [])];
            if (files.length === 0) return false;
            const dropped = view.posAtCoords({ left: event.clientX, top: event.clientY });
            insertFiles(editor, uploads, files, dropped?.pos);
            event.preventDefault();
            return true;
          },
        },
      }),
    ];
  },
});

function nodeOf({ schema }: Editor, { id, name, size, width, height }: LocalFile) {
  if (width !== undefined && height !== undefined) {
    return schema.nodes['planImage']?.create({ fileId: id, name, width, height }) ?? null;
  }
  return schema.nodes['planFile']?.create({ fileId: id, name, size }) ?? null;
}

/** Office programs put a picture of copied text beside the text. */
function hasWords(html: string): boolean {
  return (inertDocument(html).body.textContent ?? '').trim() !== '';
}

/** Files of another plan that are pasted here can then be read by those who see this one. One that cannot be is shown as missing. */
function shareFiles(content: unknown, lessonId: string): void {
  const ids = new Set(JSON.stringify(content).match(/(?<="fileId":")[\da-f-]{36}(?=")/gi));
  for (const fileId of ids) void call(linkFile, { params: { lessonId, fileId } }).catch(() => undefined);
}
