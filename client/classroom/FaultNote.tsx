import { Alert, Button } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useWords } from '../ui/words.ts';
import type { CaptureFault, LocalKind } from './media/LocalMedia.ts';
import { deviceWords } from './deviceWords.ts';

/** What is the matter with a camera or microphone in plain words, and what to do about it. */
export function FaultNote({ fault, kind, again }: { fault: CaptureFault; kind: LocalKind; again: () => void }) {
  const t = useWords(deviceWords);
  const hopeless = fault === 'insecure' || fault === 'unsupported';
  return (
    <Alert color="yellow" variant="light" icon={<IconAlertCircle aria-hidden />} role="alert">
      {t(`fault.${fault}`, { what: t(`check.${kind}`) })}
      {!hopeless && (
        <Button variant="default" size="xs" mt="xs" display="block" onClick={again}>
          {t('check.again')}
        </Button>
      )}
    </Alert>
  );
}
