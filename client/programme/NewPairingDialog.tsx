import { Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { useNavigate } from 'react-router';
import {
  createOrganisation,
  createPairing,
  listOrganisations,
  listPairings,
  type OrganisationKind,
} from '../../shared/programme.ts';
import { call } from '../connection/call.ts';
import { answerKey, useAnswer } from '../connection/useAnswer.ts';
import { commonWords } from '../ui/commonWords.ts';
import { today } from '../ui/dates.ts';
import { DialogEnd } from '../ui/DialogEnd.tsx';
import { useSubmit } from '../ui/useSubmit.ts';
import { translate, useWords } from '../ui/words.ts';
import { newOrganisation, OrganisationField } from './OrganisationField.tsx';
import { filled, notBefore } from './rules.ts';
import { TermFields } from './TermFields.tsx';
import { words } from './words.ts';

const chosen = filled('pairing.organisation.required');

/** Pairs a supporting unit with a school; either may be added on the way. */
export function NewPairingDialog({ onClose }: { onClose: () => void }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data } = useAnswer(listOrganisations);
  const form = useForm({
    initialValues: {
      name: '',
      supporting: '',
      newSupporting: '',
      recipient: '',
      newRecipient: '',
      startsOn: today(),
      endsOn: '',
    },
    validate: {
      name: filled('pairing.name.required'),
      supporting: chosen,
      newSupporting: (value, { supporting }) =>
        supporting === newOrganisation ? filled('organisation.name.required')(value) : null,
      recipient: (value, { supporting }) =>
        value !== newOrganisation && value !== '' && value === supporting ? translate(words, 'pairing.same') : chosen(value),
      newRecipient: (value, { recipient }) =>
        recipient === newOrganisation ? filled('organisation.name.required')(value) : null,
      startsOn: filled('pairing.day.required'),
      endsOn: notBefore,
    },
  });

  /** A new organisation is put in place of "add another" at once, so that a second try does not make it twice. */
  const settle = async (field: 'supporting' | 'recipient', kind: z.output<typeof OrganisationKind>, id: string, name: string) => {
    if (id !== newOrganisation) return id;
    const made = await call(createOrganisation, { body: { name, kind } });
    await queries.invalidateQueries({ queryKey: answerKey(listOrganisations) });
    form.setFieldValue(field, made.id);
    return made.id;
  };
  const { submit, busy, error } = useSubmit(form, async (values) => {
    const supportingOrganisationId = await settle('supporting', 'supporting', values.supporting, values.newSupporting);
    const recipientOrganisationId = await settle('recipient', 'recipient', values.recipient, values.newRecipient);
    const { id } = await call(createPairing, {
      body: {
        name: values.name,
        supportingOrganisationId,
        recipientOrganisationId,
        startsOn: values.startsOn,
        endsOn: values.endsOn === '' ? null : values.endsOn,
      },
    });
    await queries.invalidateQueries({ queryKey: answerKey(listPairings) });
    await navigate(`/pairings/${id}`);
  });

  return (
    <Modal opened onClose={onClose} title={t('pairings.new')} size="lg" closeButtonProps={{ 'aria-label': common('close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label={t('pairing.name')}
            placeholder={t('pairing.name.hint')}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <OrganisationField
            label={t('pairing.supporting')}
            organisations={data?.items ?? []}
            choice={form.getInputProps('supporting')}
            added={form.getInputProps('newSupporting')}
          />
          <OrganisationField
            label={t('pairing.recipient')}
            organisations={data?.items ?? []}
            choice={form.getInputProps('recipient')}
            added={form.getInputProps('newRecipient')}
          />
          <TermFields first={t('pairing.startsOn')} last={t('pairing.endsOn')} form={form} />
          <DialogEnd submit={t('pairing.create')} busy={busy} error={error} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
