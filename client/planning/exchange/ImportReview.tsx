import { Alert, Button, Checkbox, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportChoice, ImportPreview } from '../../../shared/exchange.ts';
import type { PlanSectionKind } from '../../../shared/planDocument.ts';
import { FormError } from '../../ui/FormError.tsx';
import { useWords } from '../../ui/words.ts';
import { exchangeWords } from './exchangeWords.ts';
import type { ChosenImport } from './ImportDialog.tsx';
import { ImportPartCard } from './ImportPartCard.tsx';

interface ImportReviewProps {
  jobId: string;
  preview: ImportPreview;
  into: 'plan' | 'new-lesson';
  mayChangeCard: boolean;
  onRestart: () => void;
  onChosen: (chosen: ChosenImport) => Promise<void>;
}

const factKeys = ['title', 'subject', 'grade', 'textbook', 'periods', 'minutes', 'className'] as const;

/** What was understood of a file, part by part, each with the place that it goes to. Nothing is left out unless somebody says so. */
export function ImportReview({ jobId, preview, into, mayChangeCard, onRestart, onChosen }: ImportReviewProps) {
  const t = useWords(exchangeWords);
  const [places, setPlaces] = useState(() => new Map(preview.parts.map((part) => [part.id, part.into])));
  const [how, setHow] = useState<ImportChoice['how']>('replace');
  const [takeFacts, setTakeFacts] = useState(into === 'new-lesson');
  const use = useMutation({ mutationFn: onChosen });
  const facts = factKeys.flatMap((key) => (preview.facts[key] === null ? [] : [[key, preview.facts[key]] as const]));
  const choices = preview.parts.map(({ id }): ImportChoice => ({ part: id, into: places.get(id) ?? null, how }));
  const empty = choices.every((choice) => choice.into === null) && !(takeFacts && facts.length > 0);
  const place = (id: string, section: PlanSectionKind | null) => setPlaces((now) => new Map(now).set(id, section));
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="xs">
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {preview.name}
        </Text>
        <Button variant="subtle" size="compact-md" onClick={onRestart}>
          {t('import.other')}
        </Button>
      </Group>
      {preview.notes.length > 0 && (
        <Alert variant="light" color="yellow" icon={<IconInfoCircle aria-hidden />}>
          <Stack component="ul" gap={2} m={0} ps="md">
            {preview.notes.map(({ what, count }) => (
              <li key={what}>{t(`note.${what}`, { count })}</li>
            ))}
          </Stack>
        </Alert>
      )}
      {facts.length > 0 && (
        <Stack gap={4}>
          <Title order={3} size="h5">
            {t('import.facts')}
          </Title>
          <Text size="sm">{facts.map(([key, value]) => `${t(`fact.${key}`)} ${String(value)}`).join(' · ')}</Text>
          {into === 'plan' && mayChangeCard && (
            <Checkbox
              label={t('import.facts.take')}
              checked={takeFacts}
              onChange={(event) => setTakeFacts(event.currentTarget.checked)}
            />
          )}
        </Stack>
      )}
      <Stack gap="xs">
        <Title order={3} size="h5">
          {t('import.parts')}
        </Title>
        {into === 'plan' && (
          <SegmentedControl
            value={how}
            onChange={(value) => setHow(value === 'append' ? 'append' : 'replace')}
            data={(['replace', 'append'] as const).map((value) => ({ value, label: t(`import.how.${value}`) }))}
            aria-label={t('import.how')}
            style={{ alignSelf: 'flex-start', maxWidth: '100%' }}
          />
        )}
        {preview.parts.map((part) => (
          <ImportPartCard
            key={part.id}
            part={part}
            into={places.get(part.id) ?? null}
            onPlace={(section) => place(part.id, section)}
          />
        ))}
      </Stack>
      {into === 'plan' && (
        <Text size="sm" c="dimmed">
          {t('import.version')}
        </Text>
      )}
      {empty && <Text role="status">{t('import.nothing')}</Text>}
      <FormError error={use.error} />
      <Group justify="flex-end">
        <Button
          disabled={empty}
          loading={use.isPending}
          onClick={() => use.mutate({ jobId, preview, choices, takeFacts: takeFacts && facts.length > 0 })}
        >
          {t(into === 'plan' ? 'import.apply' : 'import.use')}
        </Button>
      </Group>
    </Stack>
  );
}
