import { Button, CopyButton, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import type { z } from 'zod';
import { invite, type Organisation, type Role, type Team } from '../../shared/programme.ts';
import { call } from '../connection/call.ts';
import { commonWords } from '../ui/commonWords.ts';
import { today, useDates } from '../ui/dates.ts';
import { FormError } from '../ui/FormError.tsx';
import { useSubmit } from '../ui/useSubmit.ts';
import { useWords } from '../ui/words.ts';
import { teamRoles } from './MemberDialog.tsx';
import { filled, notBefore, termSentences } from './rules.ts';
import { TermFields } from './TermFields.tsx';
import { words } from './words.ts';

type Ready = z.output<typeof invite.output>;

interface InviteProps {
  /** Null invites a coordinator. */
  team: Team | null;
  organisations: Organisation[];
  onClose: () => void;
}

/** Makes the single-use link that brings a person in. */
export function InviteDialog({ team, organisations, onClose }: InviteProps) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const [ready, setReady] = useState<Ready | null>(null);
  const title = team === null ? t('invite.coordinatorTitle') : t('invite.title', { team: team.name });
  return (
    <Modal opened onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': common('close') }}>
      {ready === null ? (
        <InviteForm team={team} organisations={organisations} onReady={setReady} />
      ) : (
        <ReadyLink ready={ready} onAnother={() => setReady(null)} />
      )}
    </Modal>
  );
}

function InviteForm(props: Omit<InviteProps, 'onClose'> & { onReady: (ready: Ready) => void }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const { team, organisations } = props;
  const form = useForm({
    initialValues: {
      organisationId: organisations[0]?.id ?? '',
      role: (team === null ? 'coordinator' : 'rear') as Role,
      name: '',
      startsOn: today(),
      endsOn: '',
    },
    validate: { startsOn: filled('pairing.day.required'), endsOn: notBefore },
  });
  const { submit, busy, error } = useSubmit(
    form,
    async ({ name, endsOn, ...values }) => {
      const named = name.trim() === '' ? {} : { name: name.trim() };
      const body = { ...values, ...named, teamId: team?.id ?? null, endsOn: endsOn === '' ? null : endsOn };
      props.onReady(await call(invite, { body }));
    },
    termSentences(),
  );
  /** Where a role usually comes from: those who teach at the school belong to the school. */
  const chooseRole = (role: Role) => {
    const kind = role === 'recipient' ? 'recipient' : 'supporting';
    const usual = organisations.find((organisation) => organisation.kind === kind);
    form.setValues({ role, ...(usual === undefined ? {} : { organisationId: usual.id }) });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {team !== null && (
          <NativeSelect
            label={t('member.role')}
            data={teamRoles(common)}
            {...form.getInputProps('role')}
            onChange={(event) => chooseRole(event.currentTarget.value as Role)}
          />
        )}
        <NativeSelect
          label={t('invite.organisation')}
          data={organisations.map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps('organisationId')}
        />
        <TextInput label={`${t('invite.name')}${common('optional')}`} autoComplete="off" {...form.getInputProps('name')} />
        <TermFields first={t('member.firstDay')} last={t('member.lastDay')} form={form} />
        <FormError error={error} />
        <Button type="submit" loading={busy}>
          {t('invite.make')}
        </Button>
      </Stack>
    </form>
  );
}

function ReadyLink({ ready, onAnother }: { ready: Ready; onAnother: () => void }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const { moment } = useDates();
  return (
    <Stack role="status">
      <Text fw={600}>{t('invite.ready')}</Text>
      <TextInput
        label={t('invite.link')}
        value={ready.url}
        readOnly
        data-autofocus
        onFocus={(event) => event.currentTarget.select()}
      />
      <Text size="sm" c="dimmed">
        {t('invite.send', { when: moment(ready.expiresAt) })}
      </Text>
      <Group>
        <CopyButton value={ready.url}>
          {({ copied, copy }) => (
            <Button
              onClick={copy}
              leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
            >
              {common(copied ? 'copied' : 'copy')}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" onClick={onAnother}>
          {t('invite.another')}
        </Button>
      </Group>
    </Stack>
  );
}
