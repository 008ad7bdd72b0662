import { Anchor, Button, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import type { z } from 'zod';
import { useState } from 'react';
import { Link, Navigate, useParams } from 'react-router';
import { acceptInvitation, getInvitation } from '../../shared/programme.ts';
import { call, CallError } from '../connection/call.ts';
import { useSession } from '../connection/session.tsx';
import { useAnswer } from '../connection/useAnswer.ts';
import { AccountFields, accountRules } from '../identity/AccountFields.tsx';
import { commonWords } from '../ui/commonWords.ts';
import { useDates } from '../ui/dates.ts';
import { Entrance } from '../ui/Entrance.tsx';
import { Failure } from '../ui/Failure.tsx';
import { FormError } from '../ui/FormError.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useSubmit } from '../ui/useSubmit.ts';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

type Invitation = z.output<typeof getInvitation.output>;

/** What an invitation link offers, and taking it on: with a new account, or with the one that is signed in. */
export function InvitationPage() {
  const { token = '' } = useParams();
  const { status } = useSession();
  const [accepted, setAccepted] = useState(false);
  if (status === 'unknown') return <Loading height="100dvh" />;
  // The link is used up now: it must not be asked about again.
  if (accepted) return status === 'signed-in' ? <Navigate to="/" replace /> : <Loading height="100dvh" />;
  return <OpenedInvitation token={token} onAccepted={() => setAccepted(true)} />;
}

interface OpenedProps {
  token: string;
  onAccepted: () => void;
}

function OpenedInvitation(props: OpenedProps) {
  const t = useWords(words);
  const { data, error, refetch } = useAnswer(getInvitation, { params: { token: props.token } });
  if (error instanceof CallError && (error.status === 404 || error.status === 400)) {
    return (
      <Entrance title={t('invitation.gone.title')} lead={t('invitation.gone.body')}>
        <Button component={Link} to="/sign-in">
          {t('invitation.toSignIn')}
        </Button>
      </Entrance>
    );
  }
  if (data !== undefined) return <Offer invitation={data} {...props} />;
  return error === null ? <Loading height="100dvh" /> : <Failure error={error} retry={refetch} />;
}

function Offer({ invitation, ...props }: OpenedProps & { invitation: Invitation }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const dates = useDates();
  const { status } = useSession();
  const { organisation, team, role, invitedBy, expiresAt } = invitation;
  return (
    <Entrance title={t('invitation.title', { inviter: invitedBy })}>
      <div>
        <Text fw={600} fz="lg">
          {team === null ? organisation : `${organisation} · ${team}`}
        </Text>
        <Text>{t('invitation.role', { role: common(`role.${role}`) })}</Text>
        <Text size="sm" c="dimmed" mt={4}>
          {t('invitation.expires', { when: dates.moment(expiresAt) })}
        </Text>
      </div>
      {status === 'signed-in' ? <AcceptAsMyself {...props} /> : <AcceptAnew {...props} name={invitation.name ?? ''} />}
    </Entrance>
  );
}

function AcceptAsMyself({ token, onAccepted }: OpenedProps) {
  const t = useWords(words);
  const { account, refresh, leave } = useSession();
  const accepting = useMutation({
    mutationFn: () => call(acceptInvitation, { params: { token }, body: { useCurrentAccount: true } }),
    onSuccess: async () => {
      onAccepted();
      await refresh();
    },
  });
  return (
    <Stack align="stretch">
      <FormError error={accepting.error} />
      <Button loading={accepting.isPending} onClick={() => accepting.mutate()}>
        {t('invitation.acceptAs', { name: account?.name ?? '' })}
      </Button>
      <Anchor component="button" type="button" onClick={() => void leave()}>
        {t('invitation.other')}
      </Anchor>
    </Stack>
  );
}

function AcceptAnew({ token, name, onAccepted }: OpenedProps & { name: string }) {
  const t = useWords(words);
  const { enter } = useSession();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name, email: '', password: '' },
    validate: accountRules,
  });
  const { submit, busy, error } = useSubmit(form, async (values) => {
    const account = await call(acceptInvitation, { params: { token }, body: { ...values, email: values.email.trim() } });
    onAccepted();
    enter(account);
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <AccountFields form={form} />
        <FormError error={error} />
        <Button type="submit" loading={busy}>
          {t('invitation.accept')}
        </Button>
        <Anchor component={Link} to={`/sign-in?return=${encodeURIComponent(`/invitation/${token}`)}`} ta="center">
          {t('invitation.have')}
        </Anchor>
      </Stack>
    </form>
  );
}
