import { Button, Card, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import type { ImportPart, ImportedStep } from '../../../shared/exchange.ts';
import { planSections, type PlanSectionKind } from '../../../shared/planDocument.ts';
import { useWords } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import { exchangeWords } from './exchangeWords.ts';
import classes from './ImportPartCard.module.css';

interface ImportPartCardProps {
  part: ImportPart;
  into: PlanSectionKind | null;
  onPlace: (section: PlanSectionKind | null) => void;
}

const asides = ['margins', 'comments', 'recovered'] as const;

/** One part of a file: its heading as it is written there, what stands under it, and where it goes. */
export function ImportPartCard({ part, into, onPlace }: ImportPartCardProps) {
  const t = useWords(exchangeWords);
  const plan = useWords(planWords);
  const [open, setOpen] = useState(false);
  const long = lengthOf(part) > longest;
  const aside = asides.find((each) => each === part.id);
  const title = aside === undefined ? part.title || t('import.untitled') : t(`import.${aside}`);
  const counts = [
    part.steps.length > 0 && t('import.steps', { count: part.steps.length }),
    part.pictures > 0 && t('import.pictures', { count: part.pictures }),
    part.tables > 0 && t('import.tables', { count: part.tables }),
    part.formulas > 0 && t('import.formulas', { count: part.formulas }),
  ].filter((count) => count !== false);
  return (
    <Card withBorder padding="sm" opacity={into === null ? 0.75 : 1}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <Stack gap={2} miw={0} flex="1 1 11rem">
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Text>
          {counts.length > 0 && (
            <Text size="sm" c="dimmed">
              {counts.join(' · ')}
            </Text>
          )}
          {!part.sure && aside === undefined && (
            <Group gap={6} wrap="nowrap" fz="sm" fw={600}>
              <IconAlertTriangle size={16} aria-hidden />
              {t('import.unsure')}
            </Group>
          )}
        </Stack>
        <NativeSelect
          size="sm"
          aria-label={t('import.into', { title })}
          value={into ?? ''}
          data={[
            ...planSections.map((kind) => ({ value: kind, label: plan(`section.${kind}`) })),
            { value: '', label: t('import.into.none') },
          ]}
          onChange={(event) => onPlace(planSections.find((kind) => kind === event.currentTarget.value) ?? null)}
        />
      </Group>
      <div className={classes.text} data-open={open || long === false || undefined}>
        <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {part.text}
        </Text>
        {part.steps.map((step, index) => (
          // Steps of a file have nothing but their place to be told apart by.
          // oxlint-disable-next-line react/no-array-index-key
          <StepOfFile key={index} step={step} />
        ))}
      </div>
      {long && !open && (
        <Button variant="subtle" size="compact-md" onClick={() => setOpen(true)}>
          {t('import.more')}
        </Button>
      )}
    </Card>
  );
}

/** More than this many characters are folded until somebody wants to see them. */
const longest = 260;

/** How much there is to read; a new line takes as much room as some forty characters. */
function lengthOf({ text, steps }: ImportPart): number {
  const texts = [text, ...steps.flatMap(({ name, fields }) => [name, ...fields.map((field) => field.text)])];
  return texts.reduce((sum, each) => sum + each.length + 40 * each.split('\n').length, 0);
}

function StepOfFile({ step }: { step: ImportedStep }) {
  const t = useWords(exchangeWords);
  const plan = useWords(planWords);
  return (
    <Stack gap={0} mt="xs">
      <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
        {step.name || plan('step.unnamed')}
        {step.minutes !== null && ` · ${t('import.step.minutes', { count: step.minutes })}`}
      </Text>
      {step.fields.map(({ kind, text }) => (
        <Text key={kind} size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          <Text span c="dimmed" inherit>
            {plan(`field.${kind}`)}{' '}
          </Text>
          {text}
        </Text>
      ))}
    </Stack>
  );
}
