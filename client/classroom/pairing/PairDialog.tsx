import { Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { listDevices, pairDevice, type ClassroomDevice } from '../../../shared/devices.ts';
import { call } from '../../connection/call.ts';
import { answerKey } from '../../connection/useAnswer.ts';
import { commonWords } from '../../ui/commonWords.ts';
import { DialogEnd } from '../../ui/DialogEnd.tsx';
import { useSubmit } from '../../ui/useSubmit.ts';
import { useWords } from '../../ui/words.ts';
import { deviceAddress } from './deviceAddress.ts';
import { words } from './words.ts';

/** Pairs the device that shows a code with a school, and names it. */
export function PairDialog({ schools, close }: { schools: readonly ClassroomDevice['school'][]; close: () => void }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const queries = useQueryClient();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { code: '', organisationId: schools[0]?.id ?? '', name: '' },
    validate: {
      code: (code) => (/^\d{6}$/.test(code.replaceAll(/\s/g, '')) ? null : t('pair.codeWrong')),
      name: (name) => (name.trim() === '' ? t('pair.nameMissing') : null),
    },
  });
  const { submit, busy, error } = useSubmit(form, async ({ code, ...values }) => {
    await call(pairDevice, { body: { ...values, code: code.replaceAll(/\s/g, '') } });
    await queries.invalidateQueries({ queryKey: answerKey(listDevices) });
    close();
  });
  return (
    <Modal opened onClose={close} title={t('pair.title')} closeButtonProps={{ 'aria-label': common('close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text c="dimmed" size="sm">
            {t('pair.how', { address: deviceAddress() })}
          </Text>
          <TextInput
            label={t('pair.code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            data-autofocus
            key={form.key('code')}
            {...form.getInputProps('code')}
          />
          {schools.length > 1 && (
            <NativeSelect
              label={t('pair.school')}
              data={schools.map(({ id, name }) => ({ value: id, label: name }))}
              key={form.key('organisationId')}
              {...form.getInputProps('organisationId')}
            />
          )}
          <TextInput
            label={t('pair.name')}
            description={t('pair.nameHint')}
            maxLength={40}
            key={form.key('name')}
            {...form.getInputProps('name')}
          />
          <DialogEnd submit={t('pair.submit')} busy={busy} error={error} onClose={close} />
        </Stack>
      </form>
    </Modal>
  );
}
