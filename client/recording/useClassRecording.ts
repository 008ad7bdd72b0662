import { useCallback, useEffect, useState } from 'react';
import { recordingEvents, type OwnRecording } from '../../shared/recording.ts';
import type { RequestName } from '../../shared/realtime.ts';
import { onPush, request } from '../connection/socket.ts';

/** The recording of the class one is in; null until the server has said how it stands. */
export interface InRecording extends OwnRecording {
  start: () => Promise<void>;
  stop: () => Promise<void>;
  /** One's own answer, or its withdrawal. */
  answer: (given: boolean) => Promise<void>;
  answerForSchool: (given: boolean) => Promise<void>;
}

type Ask = RequestName<typeof recordingEvents>;

/** Follows the recording of a class. The epoch is that of the page's place; with each new one everything is asked anew. */
export function useClassRecording(epoch: number): InRecording | null {
  const [own, setOwn] = useState<OwnRecording | null>(null);
  const ask = useCallback(
    async (name: Ask, input: { given: boolean } | object = {}) =>
      setOwn(await request(recordingEvents, name, { epoch, ...input })),
    [epoch],
  );
  useEffect(() => {
    // A page that cannot ask now asks again when it is back in the class, under a new epoch.
    ask('recording:look').catch(() => undefined);
    return onPush(recordingEvents, 'recording:changed', ({ recording }) =>
      setOwn((known) => (known === null ? known : { ...known, recording })),
    );
  }, [ask]);
  if (own === null) return null;
  return {
    ...own,
    start: () => ask('recording:start'),
    stop: () => ask('recording:stop'),
    answer: (given) => ask('recording:consent', { given }),
    answerForSchool: (given) => ask('recording:school-consent', { given }),
  };
}
