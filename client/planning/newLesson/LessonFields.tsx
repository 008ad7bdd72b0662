import { Checkbox, Group, NumberInput, SimpleGrid, Text, TextInput } from '@mantine/core';
import { listColleagues } from '../../../shared/planning.ts';
import { useAccount } from '../../connection/session.tsx';
import { useAnswer } from '../../connection/useAnswer.ts';
import { commonWords } from '../../ui/commonWords.ts';
import { useWords } from '../../ui/words.ts';
import { words } from '../words.ts';
import type { LessonForm } from './useLessonForm.ts';

const plannerRoles = ['rear', 'stationed', 'recipient'];

/** What stands on the card of a lesson: subject, grade, textbook and length. */
export function LessonFields({ form }: { form: LessonForm }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const { values, set, text } = form;
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput label={t('new.subject')} maxLength={40} required {...text('subject')} />
        <TextInput label={t('new.grade')} maxLength={40} required {...text('grade')} />
      </SimpleGrid>
      <TextInput label={`${t('new.textbook')}${common('optional')}`} maxLength={120} {...text('textbook')} />
      <SimpleGrid cols={2}>
        <NumberInput
          label={t('new.periods')}
          min={1}
          max={20}
          allowDecimal={false}
          size="md"
          hideControls
          value={values.periods}
          onChange={(value) => set('periods', Number(value) || 1)}
        />
        <NumberInput
          label={t('new.minutes')}
          min={5}
          max={240}
          allowDecimal={false}
          size="md"
          hideControls
          value={values.minutes}
          onChange={(value) => set('minutes', Number(value) || 40)}
        />
      </SimpleGrid>
    </>
  );
}

/** When it is taught, and who plans it along. */
export function LessonCompany({ form }: { form: LessonForm }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const account = useAccount();
  const { values, set } = form;
  const colleagues = useAnswer(listColleagues, { params: { teamId: values.teamId } });
  const others = (colleagues.data?.items ?? []).filter(({ id, role }) => id !== account.id && plannerRoles.includes(role));
  return (
    <>
      <TextInput
        type="datetime-local"
        label={`${t('new.plannedFor')}${common('optional')}`}
        value={values.plannedFor}
        onChange={(event) => set('plannedFor', event.currentTarget.value)}
      />
      <Checkbox.Group label={t('new.colleagues')} value={form.coPlannerIds} onChange={form.setCoPlanners}>
        {others.length === 0 && colleagues.isSuccess && (
          <Text size="sm" c="dimmed">
            {t('new.colleagues.none')}
          </Text>
        )}
        <Group gap="xs" mt="xs">
          {others.map(({ id, name, role }) => (
            <Checkbox key={id} value={id} label={`${name}（${common(`role.${role as 'rear'}`)}）`} />
          ))}
        </Group>
      </Checkbox.Group>
    </>
  );
}
