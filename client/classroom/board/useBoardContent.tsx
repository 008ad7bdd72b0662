import { IconChalkboard } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useWords } from '../../ui/words.ts';
import type { StageContent, StageFacts } from '../stage/content.ts';
import { useChanges } from '../useChanges.ts';
import { Board } from './Board.tsx';
import { showingOf } from './Showing.ts';
import { useBoardDocument } from './useBoardDocument.ts';
import { words } from './words.ts';

/** The board on the stage while the class is shown it. Its document stays open from the first time on. */
export function useBoardContent({ visit, view }: StageFacts): StageContent | null {
  const t = useWords(words);
  const showing = showingOf(visit);
  useChanges(showing);
  const isShown = showing.what.kind === 'board';
  const [wasShown, setWasShown] = useState(isShown);
  useEffect(() => {
    if (isShown) setWasShown(true);
  }, [isShown]);
  const board = useBoardDocument(view.board.documentId, wasShown || isShown);
  if (!isShown) return null;
  return {
    kind: 'board',
    label: t('board.title'),
    icon: IconChalkboard,
    render: () => <Board board={board} view={view} showing={showing} />,
  };
}
