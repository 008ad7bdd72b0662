import { expect } from 'vitest';
import { childrenOf, mediaPidOf } from '../media/processes.ts';
import type { PersonPage, PersonPageOptions, TestBrowser } from '../support/browser.ts';
import { layLine, type Line } from '../support/line.ts';
import { layMediaLine, type MediaLine } from '../support/mediaLine.ts';
import type { Shape } from '../support/shaper.ts';
import type { TestPerson } from '../support/world.ts';
import { keepPeers } from './clientSupport.ts';

/** A page of a class with lines of its own for signalling and media, and every fault that can be staged on them. */
export interface FaultyPage extends PersonPage {
  url: string;
  signalling: Line;
  line: MediaLine;
  /** Nobody answers at the server's address until it is given back; media go on. */
  signallingLost: () => Promise<() => Promise<void>>;
  /** Neither datagrams nor TCP of the media get through until they are given back; signalling goes on. */
  mediaLost: () => () => void;
  /** Datagrams are swallowed, for good unless given back, as in networks that block UDP. */
  tcpOnly: () => () => void;
  /** Media pass a bottleneck until it is taken away. */
  narrowLine: (shape: Shape) => () => void;
  /** The same for what the page sends; what it receives comes as ever. */
  narrowWayUp: (shape: Shape) => () => void;
}

/** Opens a page over lines of its own. */
export async function openFaultyPage(
  browser: TestBrowser,
  at: { serverUrl: string; mediaPort: number },
  person: TestPerson,
  options: PersonPageOptions = {},
): Promise<FaultyPage> {
  const [signalling, line] = [await layLine(at.serverUrl), await layMediaLine(at.mediaPort)];
  const opened = await browser.open(signalling.url, person, options);
  await opened.context.addInitScript(keepPeers);
  await opened.context.addInitScript(line.script);
  return {
    ...opened,
    url: signalling.url,
    signalling,
    line,
    signallingLost: async () => {
      await signalling.cut();
      return async () => signalling.mend();
    },
    mediaLost: () => {
      line.udp(false);
      line.tcp(false);
      return () => {
        line.udp(true);
        line.tcp(true);
      };
    },
    tcpOnly: () => {
      line.udp(false);
      return () => line.udp(true);
    },
    narrowLine: (shape) => {
      line.narrow(shape);
      return () => line.narrow(null);
    },
    narrowWayUp: (shape) => {
      line.narrow(shape, null);
      return () => line.narrow(null);
    },
    close: async () => {
      await opened.context.close();
      // What a browser says of a line that was cut on purpose is no complaint, and it goes on saying so until the page is gone.
      expect(opened.complaints.filter((text) => !/net::ERR_|WebSocket/.test(text))).toEqual([]);
      await line.close();
      await signalling.close();
    },
  };
}

/** Kills the media worker of an installation: all its classes lose their router. */
export function killWorker({ dataDir }: { dataDir: string }): void {
  const [worker] = childrenOf(mediaPidOf(dataDir));
  if (worker === undefined) throw new Error('there is no media worker');
  process.kill(worker, 'SIGKILL');
}
