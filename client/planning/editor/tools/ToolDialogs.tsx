import type { Editor } from '@tiptap/core';
import { lazy, Suspense } from 'react';
import { DeleteQuestion } from './DeleteQuestion.tsx';
import type { ToolRequest } from './toolRequests.ts';

const LinkDialog = lazy(() => import('./LinkDialog.tsx').then(({ LinkDialog: component }) => ({ default: component })));
const FormulaDialog = lazy(() => import('./FormulaDialog.tsx').then(({ FormulaDialog: component }) => ({ default: component })));
const ImageDialog = lazy(() => import('./ImageDialog.tsx').then(({ ImageDialog: component }) => ({ default: component })));
const KeysDialog = lazy(() => import('./KeysDialog.tsx').then(({ KeysDialog: component }) => ({ default: component })));

/** The dialog that something in the editor has asked for. */
export function ToolDialogs({ editor, request, onClose }: { editor: Editor; request: ToolRequest | null; onClose: () => void }) {
  if (request === null) return null;
  return <Suspense>{dialogOf(editor, request, onClose)}</Suspense>;
}

function dialogOf(editor: Editor, request: ToolRequest, onClose: () => void) {
  switch (request.name) {
    case 'link':
      return <LinkDialog editor={editor} onClose={onClose} />;
    case 'formula':
      return <FormulaDialog editor={editor} request={request} onClose={onClose} />;
    case 'image':
      return <ImageDialog editor={editor} request={request} onClose={onClose} />;
    case 'keys':
      return <KeysDialog onClose={onClose} />;
    case 'delete':
      return <DeleteQuestion request={request} onClose={onClose} />;
  }
}
