import { Button, Stack, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import { getClassBoard } from '../../../shared/classroom/board.ts';
import { fileAddress } from '../../../shared/files.ts';
import { useAnswer } from '../../connection/useAnswer.ts';
import { Card } from '../../ui/Card.tsx';
import { Section } from '../../ui/Section.tsx';
import { useWords } from '../../ui/words.ts';
import classes from './Board.module.css';
import { BoardMessage, BoardSheet } from './BoardSheet.tsx';
import { PageBar } from './PageBar.tsx';
import { useBoardDocument } from './useBoardDocument.ts';
import { words } from './words.ts';

/** What is left of the board and the slides of a class; nothing at all when there were none. */
export function KeptBoard({ sessionId }: { sessionId: string }) {
  const t = useWords(words);
  const [open, setOpen] = useState(false);
  const { data } = useAnswer(getClassBoard, { params: { sessionId } });
  if (data === undefined) return null;
  const { documentId, writtenPages, shownFiles } = data;
  if (writtenPages === 0 && shownFiles.length === 0) return null;
  return (
    <Section title={t('kept.title')}>
      <Card>
        <Stack>
          {documentId !== null && writtenPages > 0 && (
            <>
              <Text>{t('kept.pages', { count: writtenPages })}</Text>
              {open && <KeptPages documentId={documentId} />}
              <div>
                <Button variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
                  {t(open ? 'kept.hide' : 'kept.open')}
                </Button>
              </div>
            </>
          )}
          {shownFiles.length > 0 && (
            <div>
              <Text>{t('kept.files')}</Text>
              <ul className={classes.kept}>
                {shownFiles.map(({ fileId, name }) => (
                  <li key={fileId}>
                    <a href={fileAddress(fileId, true)}>{name}</a>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </Stack>
      </Card>
    </Section>
  );
}

function KeptPages({ documentId }: { documentId: string }) {
  const t = useWords(words);
  const board = useBoardDocument(documentId, true);
  const [pageId, setPageId] = useState<string | null>(null);
  const [whole, setWhole] = useState<(() => void) | null>(null);
  const onAway = useCallback((back: (() => void) | null) => setWhole(() => back), []);
  const written = (board?.pages ?? []).filter(({ elements }) => elements.size > 0);
  const page = written.find(({ id }) => id === pageId) ?? written[0];
  return (
    <div className={classes.keptPages}>
      <div className={classes.board}>
        <div className={classes.space}>
          {board === null || !board.state.ready || page === undefined ? (
            <BoardMessage>{t('board.opening')}</BoardMessage>
          ) : (
            <BoardSheet
              document={board.document}
              page={page}
              label={t('board.canvas', { page: written.indexOf(page) + 1 })}
              mayWrite={false}
              onAway={onAway}
              onReady={ignore}
            />
          )}
        </div>
        <PageBar pages={written} pageId={page?.id ?? ''} whole={whole} turn={setPageId} />
      </div>
    </div>
  );
}

const ignore = () => undefined;
