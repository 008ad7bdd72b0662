import { AnsweringEvent, answeringStream, joinAnswering, type AnsweringView } from '../../shared/classroom/answering.ts';
import { until } from '../media/support.ts';
import type { Api } from '../support/api.ts';
import type { TestPlatform } from '../support/platform.ts';

/** A student's device that has joined a class and follows it. */
export interface StudentDevice extends Api {
  token: string;
  /** What it was told last. */
  sees: () => AnsweringView;
  /** Waits until it is told something that fits. */
  until: (what: string, fits: (view: AnsweringView) => boolean) => Promise<AnsweringView>;
  /** Why it is over for this device, once it is. */
  over: () => string | null;
  close: () => void;
}

/** Joins a class with its code and reads the stream that the page reads. */
export async function joinWithDevice(
  platform: Pick<TestPlatform, 'api' | 'url'>,
  code: string,
  seat: number | null = null,
): Promise<StudentDevice> {
  const api = platform.api();
  const { token, view } = await api.call(joinAnswering, { body: { code, seat } });
  let last = view;
  let over: string | null = null;
  const stop = new AbortController();
  const response = await fetch(new URL(answeringStream(token), platform.url), { signal: stop.signal });
  const read = async () => {
    let rest = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const parts = (rest + chunk).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts.filter((one) => one.startsWith('data: '))) {
        const event = AnsweringEvent.parse(JSON.parse(part.slice('data: '.length)));
        if ('view' in event) last = event.view;
        else over = event.over;
      }
    }
  };
  read().catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  return {
    ...api,
    token,
    sees: () => last,
    until: async (what, fits) => {
      await until(what, () => fits(last), 20_000);
      return last;
    },
    over: () => over,
    close: () => stop.abort(),
  };
}
