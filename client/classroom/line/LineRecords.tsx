import { Table, Text } from '@mantine/core';
import { lineStates, type LineRecord } from '../../../shared/classroom/line.ts';
import { useWords } from '../../ui/words.ts';
import { formatSeconds } from '../media/clock.ts';
import classes from './LineRecords.module.css';
import { words } from './words.ts';

/** How long everybody's line was in which state: times, no marks. */
export function LineRecords({ records }: { records: readonly LineRecord[] }) {
  const t = useWords(words);
  if (records.length === 0) return <Text c="dimmed">{t('kept.none')}</Text>;
  const shown = lineStates.filter((state) => state === 'full' || records.some(({ seconds }) => seconds[state] > 0));
  return (
    <>
      <Text size="sm" c="dimmed">
        {t('kept.lead')}
      </Text>
      <Table verticalSpacing="sm" className={classes.lines}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('kept.person')}</Table.Th>
            {shown.map((state) => (
              <Table.Th key={state} ta="right">
                {t(`kept.${state}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {records.map(({ person, role, seconds }) => (
            <Table.Tr key={`${person.id}-${role}`}>
              <Table.Th scope="row">{person.name}</Table.Th>
              {shown.map((state) => (
                <Table.Td
                  key={state}
                  ta="right"
                  style={{ whiteSpace: 'nowrap' }}
                  data-label={t(`kept.${state}`)}
                  data-none={seconds[state] === 0}
                >
                  {seconds[state] === 0 ? '–' : formatSeconds(seconds[state])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}
