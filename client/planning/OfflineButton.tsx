import { Box, Text } from '@mantine/core';
import { IconCloudDown, IconDeviceMobileCheck } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { planSchemaVersion } from '../../shared/planDocument.ts';
import type { Lesson } from '../../shared/planning.ts';
import { keepPlanCode } from '../connection/clientVersion.ts';
import { noteCopy } from '../connection/copyRegister.ts';
import { keepAnswers } from '../connection/offline/keptAnswers.ts';
import { keepPictures } from '../connection/offline/keptFiles.ts';
import { picturesOf } from '../connection/offline/picturesOf.ts';
import { askToPersist } from '../connection/offline/storage.ts';
import { useCopies } from '../connection/offline/useSending.ts';
import { useAccount } from '../connection/session.tsx';
import { CompactButton } from '../ui/CompactButton.tsx';
import { useWords } from '../ui/words.ts';
import { documentWords } from './documentWords.ts';

/** Keeps a plan on this device: its words, its feedback and what opening it needs, brought up to date whenever there is a line. */
export function OfflineButton({ lesson }: { lesson: Lesson }) {
  const t = useWords(documentWords);
  const { id } = useAccount();
  const pinned = useCopies(id).about[lesson.documentId]?.pinned ?? false;
  const queries = useQueryClient();
  const [state, setState] = useState<'idle' | 'keeping' | 'failed'>('idle');
  const choose = async () => {
    const about = { lessonId: lesson.id, title: lesson.title, schemaVersion: planSchemaVersion };
    if (pinned) return noteCopy(id, lesson.documentId, { ...about, pinned: false });
    setState('keeping');
    await askToPersist();
    await Promise.all([keepAnswers(queries), keepAnswers(queries, lesson.id)]);
    const kept = await keepPlanCode();
    setState(kept ? 'idle' : 'failed');
    await keepPictures(await picturesOf(id, lesson.documentId));
    if (kept) noteCopy(id, lesson.documentId, { ...about, pinned: true });
  };
  return (
    <Box>
      <CompactButton
        variant={pinned ? 'light' : 'default'}
        aria-pressed={pinned}
        loading={state === 'keeping'}
        icon={pinned ? <IconDeviceMobileCheck size={18} aria-hidden /> : <IconCloudDown size={18} aria-hidden />}
        name={t(pinned ? 'offline.pinned' : 'offline.pin')}
        onClick={() => void choose()}
      />
      <Text size="sm" c="error" role="status">
        {state === 'failed' && t('offline.failed')}
      </Text>
    </Box>
  );
}
