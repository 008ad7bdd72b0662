import { Alert } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useSocketState } from '../connection/socket.ts';
import { Loading } from '../ui/Loading.tsx';
import { useWords } from '../ui/words.ts';
import { documentWords } from './documentWords.ts';

/** The plan is on its way; without a connection it says so after a moment. */
export function PlanOpening() {
  const t = useWords(documentWords);
  const socket = useSocketState();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 3_000);
    return () => clearTimeout(timer);
  }, []);
  if (!late || socket === 'open') return <Loading />;
  return (
    <Alert variant="light" icon={<IconCloudOff aria-hidden />} role="status">
      {t('opening.offline')}
    </Alert>
  );
}
