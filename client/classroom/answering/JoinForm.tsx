import { Button, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { joinAnswering, type AnsweringView } from '../../../shared/classroom/answering.ts';
import { call } from '../../connection/call.ts';
import { FormError } from '../../ui/FormError.tsx';
import { useWords } from '../../ui/words.ts';
import { useDoing } from '../tools/useDoing.ts';
import classes from './answering.module.css';
import { words } from './words.ts';

/** Six digits, and one is in. Spaces that were read out with them do no harm. */
export function JoinForm({ code, enter }: { code: string; enter: (place: { token: string; view: AnsweringView }) => void }) {
  const t = useWords(words);
  const { run, busy, error } = useDoing();
  const [typed, setTyped] = useState(code);
  const digits = typed.normalize('NFKC').replaceAll(/\D/g, '').slice(0, 6);
  return (
    <Stack
      component="form"
      gap="md"
      onSubmit={(event) => {
        event.preventDefault();
        if (digits.length === 6) run(async () => enter(await call(joinAnswering, { body: { code: digits } })));
      }}
    >
      <TextInput
        label={t('code')}
        classNames={{ input: classes['code'] ?? '' }}
        size="xl"
        inputMode="numeric"
        autoComplete="off"
        maxLength={9}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <FormError error={error} />
      <Button type="submit" size="lg" loading={busy} disabled={digits.length !== 6}>
        {t('join')}
      </Button>
    </Stack>
  );
}
