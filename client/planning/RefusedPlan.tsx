import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { RefusedCopy } from '../connection/copyRegister.ts';
import { readCopy } from '../connection/documentCopies.ts';
import { forgetRefused } from '../connection/forgetDocuments.ts';
import { FormError } from '../ui/FormError.tsx';
import { saveToDevice } from '../ui/saveToDevice.ts';
import { useWords } from '../ui/words.ts';
import { planFile } from './planFile.ts';
import { documentWords } from './documentWords.ts';

/** Words of a plan that the server does not take: why, and the way to keep them in a file before they are removed from this device. */
export function RefusedPlan(props: { refused: RefusedCopy; accountId: string; onGone?: () => void }) {
  const t = useWords(documentWords);
  const { refused, accountId } = props;
  const { documentId, epoch, reason } = refused;
  const [asking, setAsking] = useState(false);
  const [saved, setSaved] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const title = refused.title || t('refused.untitled');
  const save = async () => {
    const doc = await readCopy(documentId, epoch, accountId);
    saveToDevice(planFile(doc, title), `${title}.html`);
    setSaved(true);
  };
  const remove = () =>
    void forgetRefused(documentId, epoch, accountId).then(
      () => props.onGone?.(),
      (failure: unknown) => setError(failure),
    );
  return (
    <Stack gap="xs" align="flex-start">
      <Text fw={600}>{title}</Text>
      <Text size="sm">{t(`refused.${reason}`)}</Text>
      <FormError error={error} />
      {asking ? (
        <>
          <Text size="sm" fw={600}>
            {t(saved ? 'refused.sureSaved' : 'refused.sure')}
          </Text>
          <Group gap="sm">
            <Button size="sm" color="red" onClick={remove}>
              {t('refused.removeYes')}
            </Button>
            <Button size="sm" variant="default" onClick={() => setAsking(false)}>
              {t('refused.removeNo')}
            </Button>
          </Group>
        </>
      ) : (
        <Group gap="sm">
          <Button size="sm" onClick={() => void save().catch(setError)}>
            {t('refused.save')}
          </Button>
          <Button size="sm" variant="default" onClick={() => setAsking(true)}>
            {t('refused.remove')}
          </Button>
        </Group>
      )}
      <Text size="sm" c="dimmed" role="status">
        {saved && t('refused.saved')}
      </Text>
    </Stack>
  );
}
