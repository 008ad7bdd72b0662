import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { childElements, planRoot, plainText } from '../../shared/planDocument.ts';
import { createLesson, type Lesson } from '../../shared/planning.ts';
import type { Outcome } from '../../shared/realtime.ts';
import type { TestPlatform } from '../support/platform.ts';
import type { TestPerson, World } from '../support/world.ts';

/** A lesson whose 教材分析 holds one paragraph: 'textbook' is what passages are taken from. */
export async function buildLesson(world: World, by: TestPerson, title = '分数的初步认识'): Promise<Lesson> {
  return by.call(createLesson, { body: { teamId: world.teamId, title, subject: '数学', grade: '四年级' } });
}

/** A plan as an unmodified y-websocket client has it. */
export interface LivePlan {
  doc: Y.Doc;
  /** Writes a paragraph into 教材分析 and answers its text. */
  write: (words: string) => Y.XmlText;
  close: () => void;
}

/** Opens a live plan with the stock provider and the session cookie of a person. */
export async function openPlan(platform: TestPlatform, person: TestPerson, documentId: string): Promise<LivePlan> {
  class SignedInSocket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { cookie: person.cookie(), origin: platform.url } });
    }
  }
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${platform.url.replace('http', 'ws')}/documents`, documentId, doc, {
    WebSocketPolyfill: SignedInSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  await new Promise<void>((resolve) => provider.once('sync', () => resolve()));
  return {
    doc,
    write: (words) => {
      const text = new Y.XmlText(words);
      doc.transact(() => {
        const paragraph = new Y.XmlElement('paragraph');
        paragraph.insert(0, [text]);
        sectionOf(doc, 'textbook').insert(0, [paragraph]);
      });
      return text;
    },
    close: () => {
      provider.destroy();
      doc.destroy();
    },
  };
}

/** One section of a plan. */
export function sectionOf(doc: Y.Doc, kind: string): Y.XmlElement {
  const section = childElements(doc.getXmlFragment(planRoot), 'planSection').find((one) => one.getAttribute('kind') === kind);
  if (section === undefined) throw new Error(`The plan has no section ${kind}.`);
  return section;
}

/** The words of 教材分析. */
export const textbookOf = (doc: Y.Doc): string => plainText(sectionOf(doc, 'textbook'));

/** The threads marked on some words, as any Yjs client reads them. */
export function threadsOn(doc: Y.Doc, words: string): string[] {
  const texts = childElements(sectionOf(doc, 'textbook'), 'paragraph').flatMap((paragraph) => paragraph.toArray());
  const parts = texts.flatMap((text) =>
    text instanceof Y.XmlText ? (text.toDelta() as { insert: string; attributes?: Record<string, { threadId?: string }> }[]) : [],
  );
  const marked = parts.filter(({ insert }) => insert === words);
  return marked.flatMap(({ attributes }) => Object.values(attributes ?? {}).flatMap(({ threadId }) => threadId ?? []));
}

/** The anchor of a passage as a client sends it. */
export function passageOf(text: Y.XmlText, from: number, to: number) {
  const position = (index: number, side: number) =>
    Buffer.from(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, index, side))).toString('base64');
  const quote = (text.toDelta() as { insert: string }[]).map(({ insert }) => insert).join('');
  return { type: 'plan' as const, from: position(from, 0), to: position(to, -1), quote: quote.slice(from, to) };
}

/** One signed-in page's socket. */
export interface Page {
  socket: Socket;
  request: (name: string, input: unknown) => Promise<Outcome<unknown>>;
  /** All payloads of one push so far. */
  heard: (name: string) => unknown[];
}

/** Connects as a person's page does. */
export async function openPage(platform: TestPlatform, person: TestPerson): Promise<Page> {
  const socket = io(platform.url, {
    transports: ['websocket'],
    forceNew: true,
    extraHeaders: { cookie: person.cookie(), origin: platform.url },
  });
  const pushes: { name: string; payload: unknown }[] = [];
  socket.onAny((name: string, payload: unknown) => pushes.push({ name, payload }));
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
  return {
    socket,
    request: (name, input) => socket.timeout(5_000).emitWithAck(name, input) as Promise<Outcome<unknown>>,
    heard: (wanted) => pushes.filter(({ name }) => name === wanted).map(({ payload }) => payload),
  };
}
