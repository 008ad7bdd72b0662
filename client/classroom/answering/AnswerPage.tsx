import { Text } from '@mantine/core';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { AnsweringView } from '../../../shared/classroom/answering.ts';
import { Entrance } from '../../ui/Entrance.tsx';
import { useWords } from '../../ui/words.ts';
import { InAnswering } from './InAnswering.tsx';
import { JoinForm } from './JoinForm.tsx';
import { keepToken, readToken } from './keptToken.ts';
import type { Over } from './useAnswering.ts';
import { words } from './words.ts';

interface Place {
  token: string;
  view: AnsweringView | null;
}

/** A student's device: joins a class by its code, without an account, and answers. */
export function AnswerPage() {
  const t = useWords(words);
  const { code = '' } = useParams();
  const [place, setPlace] = useState<Place | null>(() => {
    const token = readToken();
    return token === null ? null : { token, view: null };
  });
  const [over, setOver] = useState<Over | null>(null);
  const enter = (next: Place) => {
    keepToken(next.token);
    setOver(null);
    setPlace(next);
  };
  const leave = (why: Over | null) => {
    keepToken(null);
    setOver(why);
    setPlace(null);
  };
  if (place !== null) return <InAnswering key={place.token} token={place.token} first={place.view} leave={leave} />;
  return (
    <Entrance title={t('title')} lead={t('lead')}>
      {over !== null && <Text role="status">{t(`over.${over}`)}</Text>}
      <JoinForm code={/^\d{6}$/.test(code) ? code : ''} enter={enter} />
    </Entrance>
  );
}
