import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { cancelJob, getJob, type ExchangeJob } from '../../../shared/exchange.ts';
import { call } from '../../connection/call.ts';
import { answerKey } from '../../connection/useAnswer.ts';

/** How often a job that is at work is asked about, in milliseconds. */
const pollMs = 700;

/** Watches a job until it has ended. */
export function useJob(job: ExchangeJob | null): ExchangeJob | null {
  const input = { params: { jobId: job?.id ?? '' } };
  const watched = useQuery({
    queryKey: answerKey(getJob, input),
    queryFn: () => call(getJob, input),
    enabled: job !== null,
    refetchInterval: ({ state }) => (state.data === undefined || state.data.state === 'running' ? pollMs : false),
  });
  return job === null ? null : (watched.data ?? job);
}

/** Gives a job up, with its files; whether that arrives makes no difference to whoever gave it up. */
export function giveUp(job: ExchangeJob | null): void {
  if (job !== null) call(cancelJob, { params: { jobId: job.id } }).catch(() => undefined);
}

/** Runs once when something has become true. */
export function useOnce(holds: boolean, act: () => void): void {
  useEffect(() => {
    if (holds) act();
    // What is done is done once for each time that it becomes true, whatever it closes over.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [holds]);
}
