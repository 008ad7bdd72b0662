import { Button, FileButton, Loader, Text, VisuallyHidden } from '@mantine/core';
import { IconFile, IconFileTypePdf, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { isShowable } from '../../../shared/classroom/board.ts';
import { fileAddress, listFiles, type StoredFile } from '../../../shared/files.ts';
import { getLesson } from '../../../shared/planning.ts';
import { upload } from '../../connection/upload.ts';
import { useAnswer } from '../../connection/useAnswer.ts';
import { explainError } from '../../ui/errors.ts';
import { Failure } from '../../ui/Failure.tsx';
import { useWords } from '../../ui/words.ts';
import type { Showing } from '../board/Showing.ts';
import { useChanges } from '../useChanges.ts';
import classes from './Slides.module.css';
import { words } from './words.ts';

/** The lesson's files: a click shows one to the class. Who writes the plan can add one here. */
export function FileChoice({ lessonId, showing }: { lessonId: string; showing: Showing }) {
  const t = useWords(words);
  useChanges(showing);
  const answer = useAnswer(listFiles, { params: { lessonId } });
  const lesson = useAnswer(getLesson, { params: { lessonId } });
  const { what } = showing;
  const shownId = what.kind === 'file' ? what.fileId : null;
  const show = ({ id, name, type }: StoredFile) => showing.show({ kind: 'file', fileId: id, name, type, page: 1 });
  if (answer.data === undefined) {
    return (
      <div className={classes.panel}>
        {answer.error === null ? <Loader type="dots" /> : <Failure error={answer.error} retry={() => void answer.refetch()} />}
      </div>
    );
  }
  const files = [...answer.data.items].sort((one, other) => Number(isShowable(other)) - Number(isShowable(one)));
  return (
    <div className={classes.panel}>
      <Text size="sm" c="dimmed">
        {t(files.length === 0 ? 'slides.none' : 'slides.hint')}
      </Text>
      {lesson.data?.rights.editPlan === true && (
        <Upload
          lessonId={lessonId}
          done={(file) => {
            void answer.refetch();
            if (isShowable(file)) show(file);
          }}
        />
      )}
      <ul className={classes.files}>
        {files.map((file) => (
          <li key={file.id}>
            <FileButtonOf file={file} isShown={file.id === shownId} show={() => show(file)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function FileButtonOf({ file, isShown, show }: { file: StoredFile; isShown: boolean; show: () => void }) {
  const t = useWords(words);
  const { name, type } = file;
  const can = isShowable(file);
  const Icon = type === 'application/pdf' ? IconFileTypePdf : IconFile;
  return (
    <button type="button" className={classes.file} disabled={!can} aria-pressed={isShown} onClick={show}>
      <span className={classes.sign}>
        {can && type !== 'application/pdf' ? (
          <img src={fileAddress(file.id)} alt="" loading="lazy" />
        ) : (
          <Icon size={26} stroke={1.4} aria-hidden />
        )}
      </span>
      <span>
        <span className={classes.name}>
          {can && <VisuallyHidden>{t('slides.show')} </VisuallyHidden>}
          {name}
        </span>
        {isShown && (
          <Text span size="sm" c="var(--mantine-primary-color-filled)">
            {t('slides.shown')}
          </Text>
        )}
        {!can && (
          <Text span size="sm" c="dimmed">
            {t('slides.cannot')}
          </Text>
        )}
      </span>
    </button>
  );
}

/** Sends one file to the lesson; what is shown next is up to who asked. */
function Upload({ lessonId, done }: { lessonId: string; done: (file: StoredFile) => void }) {
  const t = useWords(words);
  const [sending, setSending] = useState<{ name: string; share: number } | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const send = (file: File | null) => {
    if (file === null) return;
    setProblem(null);
    setSending({ name: file.name, share: 0 });
    const onProgress = (share: number) => setSending({ name: file.name, share: Math.round(share * 100) });
    upload(lessonId, file, { onProgress })
      .then(done)
      .catch(setProblem)
      .finally(() => setSending(null));
  };
  return (
    <div>
      <FileButton onChange={send} accept="application/pdf,image/png,image/jpeg,image/webp,image/gif">
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconUpload size={18} aria-hidden />} loading={sending !== null}>
            {t('slides.upload')}
          </Button>
        )}
      </FileButton>
      <Text size="sm" role="status">
        {sending !== null && t('slides.uploading', sending)}
      </Text>
      {problem !== null && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {explainError(problem)}
        </Text>
      )}
    </div>
  );
}
