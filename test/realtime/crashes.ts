import { setTimeout as sleep } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import type { EmbeddedConnection } from '../../server/database/embedded.ts';
import type { OpenDatabase } from '../../server/database/open.ts';
import { DocumentServer, type Writer } from '../support/documentServer.ts';
import { connectRaw, type RawClient } from '../support/rawDocumentClient.ts';
import { KillableServers } from './killable.ts';

/** How long people who come back may take to have everything, in milliseconds: a busy machine is slow. */
const patience = 30_000;

/** A document server in a process of its own that is killed again and again while people type, and what it had acknowledged. */
export class Crashes {
  /** Every word that was acknowledged in the present document. */
  readonly acknowledged = new Set<string>();
  /** How many words were acknowledged in all documents. */
  total = 0;
  /** Lives in which everyone was sent away to come again, because the one before committed something after its death (rule L4). */
  sentAway = 0;
  documentId = '';
  private readonly database: OpenDatabase;
  private readonly people: Writer[];
  private readonly servers: KillableServers;
  private round = 0;

  static async prepare(options: { database: OpenDatabase; connection: EmbeddedConnection; people: number }): Promise<Crashes> {
    const server = await DocumentServer.start({ database: options.database });
    const people = await Promise.all(Array.from({ length: options.people }, () => server.addWriter()));
    await server.close();
    const servers = await KillableServers.build(options.connection);
    const crashes = new Crashes(options.database, people, servers);
    await crashes.begin();
    return crashes;
  }

  private constructor(database: OpenDatabase, people: Writer[], servers: KillableServers) {
    this.database = database;
    this.people = people;
    this.servers = servers;
  }

  /** Goes on with a new document, after a look at whether everything of the old one is there. */
  async begin(): Promise<void> {
    if (this.documentId !== '') await this.check();
    this.acknowledged.clear();
    const server = await DocumentServer.start({ database: this.database });
    this.documentId = await server.addDocument(this.people[0] as Writer);
    await server.close();
  }

  /**
   * One life of the server: everyone opens the document and finds everything acknowledged before; after what happens `quietly`
   * they type until `typing` is over, when the server is killed. `typed` waits until so many more words were acknowledged.
   */
  async live(options: {
    quietly?: (first: RawClient) => Promise<void>;
    typing: (typed: (least: number) => Promise<void>) => Promise<void>;
  }): Promise<void> {
    const name = ++this.round;
    const server = await this.servers.start();
    const clients = await this.enter(server.url, this.people);
    const [first] = clients as [RawClient];
    await vi.waitFor(() => expect(this.missing(first)).toEqual([]), patience);
    await options.quietly?.(first);
    const typing = clients.map((client, person) => this.type(client, `${name}-${person}`));
    const typed = (least: number) => {
      const before = sum(clients);
      return until(() => sum(clients) - before > least || clients.every(isSentAway));
    };
    await options.typing(typed);
    if (clients.every(isSentAway)) {
      expect(await first.closed).toBe(1012);
      this.sentAway++;
    }
    server.kill();
    await Promise.all(typing);
  }

  /** Looks at the present document through a fresh server, which ends as well. */
  async check(): Promise<void> {
    const server = await this.servers.start();
    const [reader] = (await this.enter(server.url, this.people.slice(0, 1))) as [RawClient];
    await vi.waitFor(() => expect(this.missing(reader)).toEqual([]), patience);
    reader.close();
    server.kill();
  }

  async end(): Promise<void> {
    await this.check();
    await this.servers.close();
  }

  private async enter(url: string, people: Writer[]): Promise<RawClient[]> {
    const clients = await Promise.all(people.map(({ cookie }) => connectRaw(url, this.documentId, cookie, { query: 'ack=1' })));
    await Promise.all(clients.map((client) => client.opened));
    return clients;
  }

  /** Types until the connection ends, and then writes down what had been acknowledged. */
  private async type(client: RawClient, name: string): Promise<void> {
    let ended = false;
    void client.closed.then(() => (ended = true));
    const before = client.acknowledged;
    const written: string[] = [];
    while (!ended) {
      const word = `<${name}-${written.length}>`;
      written.push(word);
      client.write((doc) => doc.getText('text').insert(doc.getText('text').length, word));
      await sleep(1);
    }
    const kept = written.slice(0, Math.max(0, client.acknowledged - before));
    for (const word of kept) this.acknowledged.add(word);
    this.total += kept.length;
  }

  private missing(client: RawClient): string[] {
    const present = new Set(client.text().match(/<[^<>]*>/g));
    return [...this.acknowledged].filter((word) => !present.has(word));
  }
}

/** Waits as long as a busy machine may need. */
export const until = (condition: () => boolean | Promise<boolean>) =>
  vi.waitFor(async () => expect(await condition()).toBe(true), { timeout: patience, interval: 5 });

export const isSentAway = ({ socket }: RawClient) => socket.readyState === socket.CLOSED;

const sum = (clients: RawClient[]) => clients.reduce((count, { acknowledged }) => count + acknowledged, 0);
