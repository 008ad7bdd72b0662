import { Menu } from '@mantine/core';
import {
  IconFileImport,
  IconFileTypeDocx,
  IconFileTypePdf,
  IconListDetails,
  IconMarkdown,
  IconTransfer,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { applyImport, cancelJob, type ExportFormat } from '../../../shared/exchange.ts';
import { getLesson, updateLesson, type Lesson } from '../../../shared/planning.ts';
import { listVersions } from '../../../shared/versions.ts';
import { call } from '../../connection/call.ts';
import { answerKey } from '../../connection/useAnswer.ts';
import { CompactButton } from '../../ui/CompactButton.tsx';
import { useWords } from '../../ui/words.ts';
import { exchangeWords } from './exchangeWords.ts';
import type { ChosenImport } from './ImportDialog.tsx';

const ExportDialog = lazy(async () => ({ default: (await import('./ExportDialog.tsx')).ExportDialog }));
const ImportDialog = lazy(async () => ({ default: (await import('./ImportDialog.tsx')).ImportDialog }));

const formats: readonly [ExportFormat, typeof IconMarkdown][] = [
  ['docx', IconFileTypeDocx],
  ['pdf', IconFileTypePdf],
  ['run-sheet', IconListDetails],
  ['markdown', IconMarkdown],
];

/** Taking the plan out, for everybody who sees it, and bringing a file in, for those who write it. */
export function ExchangeMenu({ lesson }: { lesson: Lesson }) {
  const t = useWords(exchangeWords);
  const queries = useQueryClient();
  const [dialog, setDialog] = useState<ExportFormat | 'import' | null>(null);
  const close = () => setDialog(null);
  const bringIn = async (chosen: ChosenImport) => {
    await writeImport(lesson.id, chosen);
    const { title, subject, grade, textbook } = chosen.preview.facts;
    const card = { title, subject, grade, textbook };
    const known = Object.fromEntries(Object.entries(card).filter(([, value]) => value !== null));
    if (chosen.takeFacts) await call(updateLesson, { params: { lessonId: lesson.id }, body: known });
    await Promise.all([
      queries.invalidateQueries({ queryKey: answerKey(getLesson) }),
      queries.invalidateQueries({ queryKey: answerKey(listVersions) }),
    ]);
    close();
  };
  return (
    <>
      <Menu position="bottom-end" width={270}>
        <Menu.Target>
          <CompactButton icon={<IconTransfer size={18} aria-hidden />} name={t('menu')} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('menu.out')}</Menu.Label>
          {formats.map(([format, Icon]) => (
            <Menu.Item key={format} leftSection={<Icon size={18} aria-hidden />} onClick={() => setDialog(format)}>
              {t(`export.${format}`)}
            </Menu.Item>
          ))}
          {lesson.rights.editPlan && (
            <>
              <Menu.Label>{t('menu.in')}</Menu.Label>
              <Menu.Item leftSection={<IconFileImport size={18} aria-hidden />} onClick={() => setDialog('import')}>
                {t('import.file')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {dialog === 'import' && (
          <ImportDialog into="plan" mayChangeCard={lesson.rights.manage} onChosen={bringIn} onClose={close} />
        )}
        {dialog !== null && dialog !== 'import' && <ExportDialog lessonId={lesson.id} format={dialog} onClose={close} />}
      </Suspense>
    </>
  );
}

/** Writes a file that was read into the plan of a lesson, and lets the server forget it. */
export async function writeImport(lessonId: string, { jobId, choices }: ChosenImport): Promise<void> {
  await call(applyImport, { params: { lessonId }, body: { jobId, choices } });
  await call(cancelJob, { params: { jobId } }).catch(() => undefined);
}
