import { Stack, Text } from '@mantine/core';
import type { ClassStep } from '../../../shared/classroom.ts';
import { getClassRecord, type ClassRecord } from '../../../shared/classroom/record.ts';
import { useAnswer } from '../../connection/useAnswer.ts';
import { Card } from '../../ui/Card.tsx';
import { useDates } from '../../ui/dates.ts';
import { Failure } from '../../ui/Failure.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PersonAvatar } from '../../ui/PersonAvatar.tsx';
import { Section } from '../../ui/Section.tsx';
import { useWords } from '../../ui/words.ts';
import chatClasses from '../Chat.module.css';
import { HeadCountLine } from '../seats/HeadCountForm.tsx';
import { words as classWords } from '../words.ts';
import classes from './after.module.css';
import { AskedQuestions } from './AskedQuestions.tsx';
import { SpokenSeats } from './SpokenSeats.tsx';
import { words } from './words.ts';

/** What is kept of a class beside its steps and its attendance: heads, questions, hands, chat. */
export function ClassRecordSections({ sessionId, steps }: { sessionId: string; steps: readonly ClassStep[] }) {
  const t = useWords(words);
  const { data, error, refetch } = useAnswer(getClassRecord, { params: { sessionId } });
  if (data === undefined) return error === null ? <Loading /> : <Failure error={error} retry={refetch} />;
  const { seating, questions, hands, chat } = data;
  return (
    <>
      <Section title={t('heads.title')}>
        <Card>
          {seating.count === null ? <Text c="dimmed">{t('heads.none')}</Text> : <HeadCountLine count={seating.count} />}
        </Card>
      </Section>
      <Section title={t('questions.title')}>
        <Card>
          {questions.length === 0 ? (
            <Text c="dimmed">{t('questions.none')}</Text>
          ) : (
            <AskedQuestions questions={questions} devices={data.devices} steps={steps} />
          )}
        </Card>
      </Section>
      <Section title={t('hands.title')}>
        <Card>
          {hands.students + hands.called === 0 ? (
            <Text c="dimmed">{t('hands.none')}</Text>
          ) : (
            <SpokenSeats hands={hands} layout={seating.layout} />
          )}
        </Card>
      </Section>
      <Section title={t('chat.title')}>
        <Card>{chat.length === 0 ? <Text c="dimmed">{t('chat.none')}</Text> : <Said chat={chat} />}</Card>
      </Section>
    </>
  );
}

function Said({ chat }: Pick<ClassRecord, 'chat'>) {
  const t = useWords(words);
  const say = useWords(classWords);
  const dates = useDates();
  return (
    <details className={classes.said}>
      <summary>{t('chat.open', { count: chat.length })}</summary>
      <Stack gap={0} mt="md">
        {chat.map((message) => (
          <article key={message.id} className={chatClasses.message}>
            <PersonAvatar person={message.person} size={30} />
            <div className={chatClasses.said}>
              <p className={chatClasses.by}>
                <strong>{message.person.name}</strong> <span>{say(`role.${message.role}`)}</span>{' '}
                <time dateTime={message.sentAt}>{dates.time(message.sentAt)}</time>
              </p>
              <p className={chatClasses.body}>{message.body}</p>
            </div>
          </article>
        ))}
      </Stack>
    </details>
  );
}
