import { Button, Loader } from '@mantine/core';
import { lazy, Suspense, useCallback, useState } from 'react';
import type { Shown } from '../../../shared/classroom/board.ts';
import { fileAddress } from '../../../shared/files.ts';
import { useWords } from '../../ui/words.ts';
import type { Showing } from '../board/Showing.ts';
import { SlideBar } from './SlideBar.tsx';
import classes from './Slides.module.css';
import { words } from './words.ts';

const PdfPages = lazy(async () => ({ default: (await import('./PdfPages.tsx')).PdfPages }));

export type ShownFile = Extract<Shown, { kind: 'file' }>;

interface SlidesProps {
  file: ShownFile;
  /** Who may turn pages; null for who follows. */
  showing: Showing | null;
}

/** A file of the lesson on the stage: an image, or a PDF at the page that the class is shown. */
export function Slides({ file, showing }: SlidesProps) {
  const [pages, setPages] = useState(1);
  return (
    <div className={classes.slides} data-tools={showing !== null}>
      <div className={classes.space}>
        <SlideFile key={file.fileId} file={file} onPages={setPages} />
      </div>
      {showing !== null && (
        <SlideBar
          page={Math.min(file.page, pages)}
          pages={pages}
          turn={(page) => showing.show({ ...file, page })}
          close={() => showing.show({ kind: 'nothing' })}
        />
      )}
    </div>
  );
}

function SlideFile({ file, onPages }: { file: ShownFile; onPages: (pages: number) => void }) {
  const t = useWords(words);
  const [attempt, setAttempt] = useState(0);
  const [problem, setProblem] = useState<'failed' | 'locked' | null>(null);
  const [pages, setPages] = useState(0);
  const { name, type, page } = file;
  const counted = useCallback(
    (count: number) => {
      setPages(count);
      onPages(count);
    },
    [onPages],
  );
  const address = fileAddress(file.fileId);
  if (problem !== null) {
    const again = () => {
      setProblem(null);
      setAttempt(attempt + 1);
    };
    return (
      <div className={classes.message} role="alert">
        {t(`slides.${problem}`, { name })}
        {problem === 'failed' && <Button onClick={again}>{t('slides.retry')}</Button>}
      </div>
    );
  }
  const opening = (
    <div className={classes.message} role="status">
      <Loader type="dots" />
      {t('slides.opening', { name })}
    </div>
  );
  if (type !== 'application/pdf') {
    return (
      <div className={classes.picture}>
        <img
          key={attempt}
          src={address}
          alt={t('slides.image', { name })}
          onLoad={() => counted(1)}
          onError={() => setProblem('failed')}
        />
      </div>
    );
  }
  return (
    <Suspense fallback={opening}>
      {pages === 0 && opening}
      <PdfPages
        key={attempt}
        address={address}
        page={page}
        label={t('slides.page', { name, page })}
        onPages={counted}
        onProblem={setProblem}
      />
    </Suspense>
  );
}
