import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { createLesson, type Lesson } from '../../shared/planning.ts';
import type { Answer, CallInput } from '../../shared/http.ts';
import { childElements, planRoot, planSections, type PlanSectionKind, type StepFieldKind } from '../../shared/planDocument.ts';
import type { Api } from '../support/api.ts';
import type { TestPlatform } from '../support/platform.ts';
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
