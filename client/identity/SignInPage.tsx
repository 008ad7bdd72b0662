import { Alert, SimpleGrid, Stack, Title } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { Navigate } from 'react-router';
import { installation } from '../../shared/programme.ts';
import { useSession } from '../connection/session.tsx';
import { useAnswer } from '../connection/useAnswer.ts';
import { Entrance } from '../ui/Entrance.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useWords } from '../ui/words.ts';
import { DemoPeople } from './DemoPeople.tsx';
import { SignInForm } from './SignInForm.tsx';
import { words } from './words.ts';

/** Signing in; in the demo also by one click on a person. An empty installation is welcomed instead. */
export function SignInPage() {
  const t = useWords(words);
  const { departure } = useSession();
  const { data: state, isPending } = useAnswer(installation);
  if (isPending) return <Loading height="100dvh" />;
  if (state?.empty === true) return <Navigate to="/welcome" replace />;
  const ended = departure === 'ended' && (
    <Alert color="yellow" variant="light" icon={<IconInfoCircle aria-hidden />} role="status">
      {t('signIn.ended')}
    </Alert>
  );
  if (state?.demo !== true) {
    return (
      <Entrance title={t('signIn.title')} lead={t('signIn.lead')}>
        {ended}
        <SignInForm />
      </Entrance>
    );
  }
  return (
    <Entrance title={t('demo.title')} lead={t('demo.lead')} width={960}>
      {ended}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={48} verticalSpacing="xl">
        <DemoPeople />
        <Stack>
          <Title order={2}>{t('signIn.withEmail')}</Title>
          <SignInForm />
        </Stack>
      </SimpleGrid>
    </Entrance>
  );
}
