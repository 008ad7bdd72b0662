import { Button, Container, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { useAccount, useSession } from '../connection/session.tsx';
import { commonWords } from '../ui/commonWords.ts';
import { Loading } from '../ui/Loading.tsx';
import { PageTitle } from '../ui/PageTitle.tsx';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** Pages below need an account: others are led to the sign-in page, and back afterwards. */
export function RequireAccount() {
  const { status } = useSession();
  const { pathname, search } = useLocation();
  if (status === 'unknown') return <Loading height="100dvh" />;
  if (status === 'unreachable') return <Unreachable />;
  if (status === 'signed-out') {
    const back = pathname === '/' ? '' : `?return=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/sign-in${back}`} replace />;
  }
  return <Outlet />;
}

/** Pages below need a running term; an account without one is told so. */
export function RequireTerm() {
  const { memberships } = useAccount();
  return memberships.some(({ active }) => active) ? <Outlet /> : <Navigate to="/term-ended" replace />;
}

function Unreachable() {
  const t = useWords(words);
  const common = useWords(commonWords);
  const { refresh } = useSession();
  useEffect(() => {
    const timer = setInterval(() => void refresh(), 5_000);
    return () => clearInterval(timer);
  }, [refresh]);
  return (
    <Container size={560} py={80} component="main">
      <Stack align="flex-start">
        <PageTitle title={t('unreachable.title')} />
        <Text>{t('unreachable.body')}</Text>
        <Button onClick={() => void refresh()}>{common('retry')}</Button>
      </Stack>
    </Container>
  );
}
