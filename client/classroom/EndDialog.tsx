import { useCallback } from 'react';
import { useWords } from '../ui/words.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import type { ClassVisit } from './media/ClassVisit.ts';
import { words } from './words.ts';

/** Asks once before a class ends for everybody. */
export function EndDialog({ visit, close }: { visit: ClassVisit; close: () => void }) {
  const t = useWords(words);
  return (
    <ConfirmDialog
      title={t('end.title')}
      body={t('end.body')}
      stay={t('end.cancel')}
      confirm={t('end.confirm')}
      action={useCallback(() => visit.end(), [visit])}
      close={close}
    />
  );
}
