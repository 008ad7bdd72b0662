import { hashKey, type QueryClient } from '@tanstack/react-query';
import type { Endpoint } from '../../../shared/http.ts';
import { apiVersion } from '../../../shared/version.ts';
import { call, type InputOf } from '../call.ts';
import { isPassing } from '../callError.ts';
import { keep, readKept, unkeep } from './accountStore.ts';
import { noticeFull } from './storage.ts';

/** An answer as it lies in this browser. One of another version is not read. */
interface KeptAnswer {
  version: number;
  value: unknown;
}

/** How long an answer that is kept here waits for the server's, in milliseconds: on a weak line one reads meanwhile. */
const patience = 4_000;

const endpoints = new Map<string, Endpoint>();
/** Questions that were answered from this browser, and so have to be asked again. */
const outdated = new Set<string>();

/** Names the endpoints whose answers are kept for reading without the server. */
export const keepAnswersOf = (kept: readonly Endpoint[]): void => kept.forEach((one) => endpoints.set(idOf(one), one));

/**
 * Asks the server, and answers from this browser when it cannot be reached or takes long. What it refuses is no longer kept.
 * @param queries Told of the server's answer when it comes after the kept one.
 */
export async function askOrRead<T>(queries: QueryClient, endpoint: Endpoint, key: unknown[], ask: () => Promise<T>): Promise<T> {
  if (!endpoints.has(idOf(endpoint))) return ask();
  const hash = hashKey(key);
  const read = async () => {
    const kept = await readKept<KeptAnswer>('answers', hash);
    if (kept?.version !== apiVersion) return undefined;
    outdated.add(hash);
    return kept.value as T;
  };
  let late = false;
  const asked = ask().then(
    (answer) => {
      outdated.delete(hash);
      keep('answers', hash, { version: apiVersion, value: answer } satisfies KeptAnswer).catch(noticeFull);
      if (late) queries.setQueryData(key, answer);
      return answer;
    },
    async (error: unknown) => {
      const kept = isPassing(error) ? await read() : await unkeep('answers', hash);
      if (kept === undefined) throw error;
      return kept;
    },
  );
  const tooLong = wait(patience).then(async () => {
    late = true;
    return (await read()) ?? asked;
  });
  return Promise.race([asked, tooLong]);
}

/** Keeps the lists that can be read here, and with a lesson what is read on its page, also where nobody has looked at them yet. */
export async function keepAnswers(queries: QueryClient, lessonId?: string): Promise<void> {
  const input = lessonId === undefined ? undefined : { params: { lessonId } };
  const wanted = [...endpoints.values()].filter(({ path }) => path.includes(':') === (input !== undefined));
  const ask = (endpoint: Endpoint) => {
    const key = answerKey(endpoint, input);
    const queryFn = () => askOrRead(queries, endpoint, key, () => call(endpoint, ...([input] as InputOf<Endpoint>)));
    return queries.prefetchQuery({ queryKey: key, queryFn });
  };
  await Promise.all(wanted.map(ask));
}

/** Asks again what was answered from this browser. Called when the server can be reached again. */
export function refreshOutdated(queries: QueryClient): void {
  void queries.invalidateQueries({ predicate: ({ queryHash }) => outdated.has(queryHash) });
}

/**
 * The key under which an endpoint's answers are kept: `queryClient.invalidateQueries({ queryKey: answerKey(listLessons) })`
 * makes every answer of the endpoint be asked again, with an input only that one.
 */
export const answerKey = (endpoint: Endpoint, input?: unknown): unknown[] =>
  input === undefined ? [endpoint.method, endpoint.path] : [endpoint.method, endpoint.path, input];

const idOf = ({ method, path }: Endpoint) => `${method} ${path}`;
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
