import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { createLesson, type Lesson } from '../../shared/planning.ts';
import type { Answer, CallInput } from '../../shared/http.ts';
import {
  childElements,
  plainText,
  planRoot,
  planSchemaVersion,
  planSections,
  type PlanSectionKind,
  type StepFieldKind,
} from '../../shared/planDocument.ts';
import type { Api } from '../support/api.ts';
import type { TestPlatform } from '../support/platform.ts';
import { connectRaw, type RawClient } from '../support/rawDocumentClient.ts';
import type { World } from '../support/world.ts';

/** Starts a lesson as someone would from the dialog. */
export function startLesson(
  world: World,
  by: Api,
  given: Partial<CallInput<typeof createLesson>['body']> = {},
): Promise<Answer<typeof createLesson>> {
  return by.call(createLesson, {
    body: { teamId: world.teamId, title: '分数的初步认识', subject: '数学', grade: '四年级', ...given },
  });
}

/** A person's plan through an unmodified `y-websocket` client, synced with the server. */
export async function openPlan(
  platform: TestPlatform,
  by: Api,
  lesson: Pick<Lesson, 'documentId'>,
): Promise<{ doc: Y.Doc; close: () => void }> {
  const doc = new Y.Doc();
  class WithCookie extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { cookie: by.cookie() } });
    }
  }
  const provider = new WebsocketProvider(`${platform.url.replace('http', 'ws')}/documents`, lesson.documentId, doc, {
    WebSocketPolyfill: WithCookie as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  await new Promise<void>((resolve, reject) => {
    provider.once('sync', () => resolve());
    provider.once('closed', ({ code }: { code: number }) => reject(new Error(`closed with ${code}`)));
  });
  return {
    doc,
    close: () => {
      provider.destroy();
      doc.destroy();
    },
  };
}

/** A person's plan on a socket without a provider, which hears of acknowledgements. `schemaVersion` is that of the page. */
export function openRawPlan(
  platform: TestPlatform,
  by: Api,
  lesson: Pick<Lesson, 'documentId'>,
  schemaVersion = planSchemaVersion,
): Promise<RawClient> {
  const url = platform.url.replace('http', 'ws');
  return connectRaw(url, lesson.documentId, by.cookie(), { query: `ack=1&schema=${schemaVersion}` });
}

/** The words of a plan. */
export const planText = (doc: Y.Doc): string => plainText(doc.getXmlFragment(planRoot));

/** The words of a plan as the server has them. */
export const livePlanText = (platform: TestPlatform, lesson: Pick<Lesson, 'documentId'>): Promise<string> =>
  platform.documents.read(lesson.documentId, planText);

/** A section of a plan. */
export function sectionOf(doc: Y.Doc, kind: PlanSectionKind): Y.XmlElement {
  const section = doc.getXmlFragment(planRoot).get(planSections.indexOf(kind));
  if (!(section instanceof Y.XmlElement) || section.getAttribute('kind') !== kind) throw new Error(`no section ${kind}`);
  return section;
}

/** Writes into the first paragraph of a part. */
export function writeInto(part: Y.XmlElement, words: string): Y.XmlText {
  const paragraph = childElements(part, 'paragraph')[0];
  if (paragraph === undefined) throw new Error('nowhere to write');
  const text = new Y.XmlText(words);
  paragraph.insert(0, [text]);
  return text;
}

/** The written part of a step, steps counted from 0. */
export function fieldOf(doc: Y.Doc, step: number, kind: StepFieldKind): Y.XmlElement {
  const steps = childElements(sectionOf(doc, 'steps'), 'lessonStep');
  const field = steps[step] && childElements(steps[step], 'stepField').find((each) => each.getAttribute('kind') === kind);
  if (field === undefined) throw new Error(`no field ${kind} in step ${step}`);
  return field;
}

/** Waits until something is so, for what travels through sockets. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It never came to be that ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
