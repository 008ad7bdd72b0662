import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { childElements, planRoot } from '../../shared/planDocument.ts';

/**
 * People who type in a plan, each in a step of their own, with a cursor that moves along: unmodified y-websocket clients in a process
 * of their own. Told `{ url, documentId, cookie, people, every }`; says `ready` once all are in, and how many characters they typed
 * when asked to stop.
 */
interface Task {
  url: string;
  documentId: string;
  cookie: string;
  people: number;
  /** Milliseconds between two characters of one person. */
  every: number;
}

let typed = 0;
let stop = (): void => undefined;

// Nobody goes on typing for a bench that has ended.
process.once('disconnect', () => process.exit());

process.on('message', (message: Task | 'stop') => {
  if (message !== 'stop') {
    void start(message).then(() => process.send?.('ready'));
    return;
  }
  stop();
  process.send?.(typed);
  process.disconnect();
});

async function start({ url, documentId, cookie, people, every }: Task): Promise<void> {
  class SignedIn extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { cookie } });
    }
  }
  const providers = Array.from(
    { length: people },
    () =>
      new WebsocketProvider(`${url.replace('http', 'ws')}/documents`, documentId, new Y.Doc(), {
        WebSocketPolyfill: SignedIn as unknown as typeof globalThis.WebSocket,
        disableBc: true,
      }),
  );
  await Promise.all(providers.map((provider) => new Promise<void>((resolve) => provider.once('sync', () => resolve()))));
  const timers: NodeJS.Timeout[] = [];
  providers.forEach((provider, person) => {
    const text = placeOf(provider.doc, person, people);
    provider.awareness.setLocalStateField('user', { name: `${person}` });
    const type = () => {
      text.insert(text.length, '写');
      const place = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, text.length)) as unknown;
      provider.awareness.setLocalStateField('cursor', { anchor: place, head: place });
      typed++;
    };
    setTimeout(() => timers.push(setInterval(type, every)), (every / people) * person);
  });
  stop = () => {
    timers.forEach(clearInterval);
    providers.forEach((provider) => provider.destroy());
  };
}

/** The line that a person writes in: people are spread evenly over the steps. */
function placeOf(doc: Y.Doc, person: number, people: number): Y.XmlText {
  const section = childElements(doc.getXmlFragment(planRoot), 'planSection').find(
    (each) => each.getAttribute('kind') === 'steps',
  );
  const steps = section === undefined ? [] : childElements(section, 'lessonStep');
  const step = steps[Math.floor((steps.length * (person + 0.5)) / people)];
  const field = step && childElements(step, 'stepField')[1];
  const text = field && childElements(field, 'paragraph')[0]?.get(0);
  if (!(text instanceof Y.XmlText)) throw new Error('nowhere to write');
  return text;
}
