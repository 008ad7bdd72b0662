import { Button, Group, Loader, Text } from '@mantine/core';
import { IconAntennaBars2, IconAntennaBars4, IconAntennaBars5, IconAntennaBarsOff } from '@tabler/icons-react';
import { explainError } from '../../ui/errors.ts';
import { useWords } from '../../ui/words.ts';
import { gradeLine, type LineGrade, type LineReport } from '../media/lineCheck.ts';
import type { LineChecking } from './useLineCheck.ts';
import { words } from './words.ts';

const icons = { good: IconAntennaBars5, fair: IconAntennaBars4, poor: IconAntennaBars2, none: IconAntennaBarsOff };
const colours: Record<LineGrade, string> = {
  good: 'light-dark(#1c6b4d, #7fd0b4)',
  fair: 'light-dark(#7a4d00, #ffce85)',
  poor: 'light-dark(#a32d17, #ffb4a8)',
  none: 'light-dark(#a32d17, #ffb4a8)',
};

/** How good the line to the class is, in plain words, and what helps where it is not. */
export function LineCheck({ line }: { line: LineChecking }) {
  const t = useWords(words);
  const { looking, report, error } = line;
  return (
    <div>
      <Text fw={500} size="sm">
        {t('line.label')}
      </Text>
      <div role="status">
        {looking && (
          <Group gap="xs" mt={6} wrap="nowrap">
            <Loader size={16} aria-hidden />
            <Text>{t('line.looking')}</Text>
          </Group>
        )}
        {!looking && error !== null && (
          <Text mt={6} c="dimmed">
            {explainError(error)}
          </Text>
        )}
        {!looking && report !== null && <Found report={report} />}
      </div>
      {!looking && (
        <Button variant="default" size="xs" mt="xs" onClick={line.again}>
          {t('line.again')}
        </Button>
      )}
    </div>
  );
}

function Found({ report }: { report: LineReport }) {
  const t = useWords(words);
  const grade = gradeLine(report);
  const Icon = icons[grade];
  const { way, port, roundTripMs, loss, upBitrate } = report;
  const details = [
    roundTripMs === null ? null : t('line.roundTrip', { ms: roundTripMs }),
    loss === null ? null : t('line.loss', { share: Math.round(loss * 100) }),
    upBitrate === null ? null : t('line.up', { rate: (upBitrate / 1_000_000).toFixed(1) }),
  ].filter((part) => part !== null);
  return (
    <>
      <Group gap="xs" mt={6} wrap="nowrap" align="flex-start" c={colours[grade]}>
        <Icon size={22} stroke={1.8} aria-hidden style={{ flex: 'none' }} />
        <Text fw={600}>{t(`line.${grade}`)}</Text>
      </Group>
      {grade !== 'good' && <Text size="sm">{t(`line.${grade}.advice`)}</Text>}
      {way === 'tcp' && <Text size="sm">{t('line.tcp', { port: port ?? '' })}</Text>}
      {details.length > 0 && (
        <Text size="sm" c="dimmed">
          {details.join(' · ')}
        </Text>
      )}
    </>
  );
}
