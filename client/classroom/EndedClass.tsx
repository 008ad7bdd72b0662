import { Button, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { getClassSession } from '../../shared/classroom.ts';
import type { Answer } from '../../shared/http.ts';
import { ClassRecordings } from '../recording/ClassRecordings.tsx';
import { Card } from '../ui/Card.tsx';
import { commonWords } from '../ui/commonWords.ts';
import { useDates } from '../ui/dates.ts';
import { Page } from '../ui/Page.tsx';
import { Section } from '../ui/Section.tsx';
import { useWords } from '../ui/words.ts';
import { KeptBoard } from './board/KeptBoard.tsx';
import { LineRecords } from './line/LineRecords.tsx';
import { words as lineWords } from './line/words.ts';
import { ClassRecordSections } from './after/ClassRecordSections.tsx';
import { StepTimes } from './after/StepTimes.tsx';
import { formatSeconds } from './media/clock.ts';
import { words } from './words.ts';

type Ended = Answer<typeof getClassSession>;

/** What is left of a class: how long each step took against its plan, and who was there. No marks, only times. */
export function EndedClass({ session }: { session: Ended }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const line = useWords(lineWords);
  const dates = useDates();
  const { openedAt, endedAt } = session;
  const when =
    openedAt === null || endedAt === null ? '' : t('ended.when', { from: dates.moment(openedAt), to: dates.time(endedAt) });
  return (
    <main>
      <Page
        title={t('ended.title')}
        lead={
          <>
            <Text>{session.lessonTitle}</Text>
            <Text size="sm">{when}</Text>
          </>
        }
        actions={
          <>
            <Button component={Link} to={`/lessons/${session.lessonId}`} variant="default">
              {t('lesson.open')}
            </Button>
            <Button component={Link} to="/">
              {common('home')}
            </Button>
          </>
        }
      >
        <ClassRecordings sessionId={session.id} />
        <KeptBoard sessionId={session.id} />
        <Section title={t('ended.steps')}>
          <Card>
            {session.steps.length === 0 ? <Text c="dimmed">{t('ended.none')}</Text> : <StepTimes steps={session.steps} />}
          </Card>
        </Section>
        <Section title={t('ended.attendance')}>
          <Card>
            {session.attendance.length === 0 ? (
              <Text c="dimmed">{t('ended.noAttendance')}</Text>
            ) : (
              <AttendanceTable attendance={session.attendance} />
            )}
          </Card>
        </Section>
        <ClassRecordSections sessionId={session.id} steps={session.steps} />
        <Section title={line('kept.title')}>
          <Card>
            <LineRecords records={session.line} />
          </Card>
        </Section>
      </Page>
    </main>
  );
}

function AttendanceTable({ attendance }: { attendance: Ended['attendance'] }) {
  const t = useWords(words);
  return (
    <Table verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('ended.person')}</Table.Th>
          <Table.Th>{t('ended.role')}</Table.Th>
          <Table.Th ta="right">{t('ended.time')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {attendance.map(({ person, role, seconds }) => (
          <Table.Tr key={`${person.id}-${role}`}>
            <Table.Td>{person.name}</Table.Td>
            <Table.Td>{t(`role.${role}`)}</Table.Td>
            <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
              {formatSeconds(seconds)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
