import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useNavigate } from 'react-router';
import { useCopies } from '../connection/offline/useSending.ts';
import { useAccount } from '../connection/session.tsx';
import { useWords } from '../ui/words.ts';
import { documentWords } from './documentWords.ts';
import { RefusedPlan } from './RefusedPlan.tsx';

/** Above a plan whose page holds words that the server does not take; nothing otherwise. */
export function RefusedWords({ documentId }: { documentId: string }) {
  const t = useWords(documentWords);
  const { id } = useAccount();
  const navigate = useNavigate();
  const refused = useCopies(id).refused.filter((one) => one.documentId === documentId);
  if (refused.length === 0) return null;
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={t('refused.title')} role="alert" mb="md">
      {refused.map((one) => (
        // The page still shows the words; opened anew it shows what the server has.
        <RefusedPlan key={one.epoch} refused={one} accountId={id} onGone={() => void navigate('/lessons')} />
      ))}
    </Alert>
  );
}
