import { Alert, Button, Group, Text } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useWords } from '../../ui/words.ts';
import { exchangeWords } from './exchangeWords.ts';
import type { ChosenImport } from './ImportDialog.tsx';

const ImportDialog = lazy(async () => ({ default: (await import('./ImportDialog.tsx')).ImportDialog }));

/** The way from a new lesson to a file that its plan comes from, and what was chosen there. */
export function NewFromFile({ chosen, onChosen }: { chosen: ChosenImport | null; onChosen: (chosen: ChosenImport) => void }) {
  const t = useWords(exchangeWords);
  const [open, setOpen] = useState(false);
  return (
    <>
      {chosen === null ? (
        <Group>
          <Button variant="default" leftSection={<IconFileImport size={18} aria-hidden />} onClick={() => setOpen(true)}>
            {t('import.file')}
          </Button>
        </Group>
      ) : (
        <Alert variant="light" color="teal" icon={<IconFileImport aria-hidden />}>
          <Text style={{ overflowWrap: 'anywhere' }}>{t('import.chosen', { name: chosen.preview.name })}</Text>
          <Button variant="subtle" size="compact-md" onClick={() => setOpen(true)}>
            {t('import.other')}
          </Button>
        </Alert>
      )}
      <Suspense>
        {open && (
          <ImportDialog
            into="new-lesson"
            mayChangeCard={false}
            onChosen={async (file) => {
              onChosen(file);
              setOpen(false);
            }}
            onClose={() => setOpen(false)}
          />
        )}
      </Suspense>
    </>
  );
}
