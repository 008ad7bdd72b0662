import { Button, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, Navigate } from 'react-router';
import { installation, loadDemo } from '../../shared/programme.ts';
import { call } from '../connection/call.ts';
import { answerKey, useAnswer } from '../connection/useAnswer.ts';
import { Entrance } from '../ui/Entrance.tsx';
import { Failure } from '../ui/Failure.tsx';
import { FormError } from '../ui/FormError.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** The first page of an empty installation: begin in earnest, or look around first. */
export function WelcomePage() {
  const t = useWords(words);
  const queries = useQueryClient();
  const { data, error, refetch } = useAnswer(installation);
  const loading = useMutation({
    mutationFn: () => call(loadDemo),
    onSuccess: () => queries.invalidateQueries({ queryKey: answerKey(installation) }),
  });
  if (data?.empty === false) return <Navigate to="/sign-in" replace />;

  return (
    <Entrance title={t('welcome.title')} lead={t('welcome.lead')} width={540}>
      {data === undefined && (error === null ? <Loading height={120} /> : <Failure error={error} retry={refetch} />)}
      {data !== undefined && (
        <Stack gap="lg">
          <div>
            <Button component={Link} to="/setup" size="lg" fullWidth>
              {t('welcome.setUp')}
            </Button>
            <Text size="sm" c="dimmed" mt={6}>
              {t('welcome.setUpLead')}
            </Text>
          </div>
          {data.canLoadDemo && (
            <div>
              <Button variant="default" size="lg" fullWidth loading={loading.isPending} onClick={() => loading.mutate()}>
                {t('welcome.demo')}
              </Button>
              <Text size="sm" c="dimmed" mt={6} role="status">
                {t(loading.isPending ? 'welcome.demoLoading' : 'welcome.demoLead')}
              </Text>
            </div>
          )}
          <FormError error={loading.error} />
        </Stack>
      )}
    </Entrance>
  );
}
