import { Button, Pagination, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch, IconZoomQuestion } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { foundPerPage, longestQuery, search } from '../../shared/search.ts';
import { call } from '../connection/call.ts';
import { answerKey } from '../connection/useAnswer.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/words.ts';
import { FoundCard } from './FoundCard.tsx';
import { filterNames, SearchFilters } from './SearchFilters.tsx';
import { words } from './words.ts';

/** Typing is waited for this long, in milliseconds, before the server is asked. */
const pause = 300;

/** What can be found. The address holds the query, so that going back leads back to the results. */
export function SearchPage() {
  const t = useWords(words);
  const [values, setValues] = useSearchParams();
  const q = values.get('q') ?? '';
  const filtered = filterNames.some((name) => (values.get(name) ?? '') !== '');
  const page = Math.max(1, Number.parseInt(values.get('page') ?? '1', 10) || 1);
  const change = (changes: Record<string, string>, replace = true) =>
    setValues(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries({ page: '', ...changes })) {
          if (value === '') after.delete(name);
          else after.set(name, value);
        }
        return after;
      },
      { replace },
    );

  const query = Object.fromEntries([...values].filter(([, value]) => value !== ''));
  const answer = useQuery({
    queryKey: answerKey(search, query),
    queryFn: () => call(search, { query }),
    placeholderData: keepPreviousData,
    enabled: q.trim() !== '',
  });
  const found = q.trim() === '' ? undefined : answer.data;
  const clear = filtered && (
    <Button variant="default" onClick={() => change(Object.fromEntries(filterNames.map((name) => [name, ''])))}>
      {t('find.clear')}
    </Button>
  );

  return (
    <Page title={t('find.title')} lead={t('find.lead')}>
      <Stack gap="lg">
        <Stack gap="sm" role="search">
          <QueryField q={q} onQuery={(value) => change({ q: value })} />
          <SearchFilters values={values} onChange={(name, value) => change({ [name]: value })} />
        </Stack>
        <Text size="sm" c="dimmed" role="status" style={{ minHeight: '1.5em' }}>
          {found !== undefined &&
            found.total > 0 &&
            (found.pages > 1
              ? t('find.totalPage', { count: found.total, page: found.page, pages: found.pages })
              : t('find.total', { count: found.total }))}
        </Text>
        {q.trim() === '' && (
          <EmptyState icon={IconSearch} title={t('find.empty.title')}>
            {t('find.empty.body')}
          </EmptyState>
        )}
        {q.trim() !== '' && answer.isError && <Failure error={answer.error} retry={answer.refetch} />}
        {q.trim() !== '' && answer.isPending && <Loading />}
        {found !== undefined && found.total === 0 && !answer.isFetching && !answer.isError && (
          <EmptyState icon={IconZoomQuestion} title={t('find.none.title', { q: q.trim() })} action={clear}>
            {t(filtered ? 'find.none.filtered' : 'find.none.body')}
          </EmptyState>
        )}
        {found !== undefined && found.items.length > 0 && (
          <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }} aria-busy={answer.isFetching}>
            {found.items.map((one) => (
              <li key={one.id}>
                <FoundCard found={one} />
              </li>
            ))}
          </Stack>
        )}
        {found !== undefined && found.total > foundPerPage && (
          <Pagination
            total={found.pages}
            value={page}
            onChange={(value) => {
              change({ page: String(value) }, false);
              scrollTo({ top: 0 });
            }}
            siblings={1}
            getControlProps={(control) => ({ 'aria-label': t(`find.${control}`) })}
            aria-label={t('find.pages')}
          />
        )}
      </Stack>
    </Page>
  );
}

/** The field follows the address, and the address what is typed, after a pause and never in the middle of composing a character. */
function QueryField({ q, onQuery }: { q: string; onQuery: (value: string) => void }) {
  const t = useWords(words);
  const [typed, setTyped] = useState(q);
  const [seen, setSeen] = useState(q);
  const composing = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (seen !== q) {
    setSeen(q);
    if (typed.trim() !== q) setTyped(q);
  }
  const field = useRef<HTMLInputElement>(null);
  const [isFirst] = useState(q === '');
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    // Who comes here without words comes to write some.
    if (isFirst) field.current?.focus();
  }, [isFirst]);

  const ask = (value: string, delay: number) => {
    clearTimeout(timer.current);
    if (!composing.current) timer.current = setTimeout(() => onQuery(value.trim()), delay);
  };
  return (
    <TextInput
      type="search"
      size="lg"
      maxLength={longestQuery}
      ref={field}
      aria-label={t('find.label')}
      placeholder={t('find.placeholder')}
      leftSection={<IconSearch size={22} stroke={1.7} aria-hidden />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        ask(event.currentTarget.value, pause);
      }}
      onCompositionStart={() => {
        composing.current = true;
        clearTimeout(timer.current);
      }}
      onCompositionEnd={(event) => {
        composing.current = false;
        ask(event.currentTarget.value, pause);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) ask(typed, 0);
      }}
    />
  );
}
