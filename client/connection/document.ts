import * as decoding from 'lib0/decoding';
import type { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import {
  documentClose,
  DocumentHello,
  messageAcknowledged,
  messageHello,
  messageRefused,
  nearLimit,
  type DocumentAccess,
  type RefusalCode,
} from '../../shared/documents.ts';
import { isNewerCopy, knownEpoch, markRefused, type CopyRefusal } from './copyRegister.ts';
import { openCopy, type DocumentCopy } from './documentCopies.ts';
import { DocumentLedger } from './documentLedger.ts';
import { forgetDocument } from './forgetDocuments.ts';

/**
 * `saved`: everything is on the server's disk. `saving`: it is on its way, or without a connection on its way into this browser's
 * copy. `unsaved`: it does not get there, because the server cannot store it or has refused it. `offline`: there is no connection; what
 * is written is kept in this browser.
 */
export type SaveState = 'saved' | 'saving' | 'unsaved' | 'offline';

/** Why a document has been closed for good. */
export type DocumentEnd =
  'signed-out' | 'forbidden' | 'not-found' | 'outdated' | 'replaced' | 'too-large' | 'too-many' | 'refused';

export interface DocumentState {
  saveState: SaveState;
  /** There is content to show: the server's, or this browser's copy. Editors are made only then. */
  ready: boolean;
  /** The server can be reached, and what it holds is here. */
  connected: boolean;
  /** What the account may do; null until the server has said so. */
  access: DocumentAccess | null;
  /** Something was written that may exist only here; then leaving the page should be confirmed. */
  hasUnsaved: boolean;
  /** What is written is kept in this browser too; not where it stores nothing, or the device is full. */
  kept: boolean;
  /** Something written is on its way into this browser's copy. */
  keeping: boolean;
  /** Why the server refused a write, if it did. */
  refusal: RefusalCode | null;
  ended: DocumentEnd | null;
  /** Size of the document and the most it may have, in bytes; null until the server has said so. */
  size: { bytes: number; limit: number } | null;
  /** Nearly as many have it open as may. */
  crowded: boolean;
}

/** A document that is being edited on this page. */
export interface OpenDocument {
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly provider: WebsocketProvider;
  /** A new object after every change, which `subscribe` tells of. */
  readonly state: DocumentState;
  subscribe: (listener: () => void) => () => void;
  /** Offers what is here to the server once more, after something has been cut, say. */
  retry: () => void;
  close: () => void;
}

export interface OpenDocumentOptions {
  documentId: string;
  /** The account that is signed in: its copy in this browser is used, and no other. */
  accountId: string;
  /** The schema that this page knows; the server asks pages with an older one to reload. */
  schemaVersion: number;
  /** Whether this browser keeps a copy for when there is no connection; it does unless told. */
  keepsCopy?: boolean;
  /** Where the server is; this page's own by default. */
  address?: string;
  WebSocket?: typeof WebSocket;
}

/** From when on a write that is not acknowledged counts as not saved, in milliseconds. */
const patience = 4_000;
/** What a browser says when its line goes or comes back. */
const lineEvents = ['offline', 'online'] as const;
/** A copy's mark is taken away only after a moment, so that typing does not write it twice a keystroke. */
const calm = 1_500;

const openHere = new Map<string, number>();

/** Whether this page has a document open, which then brings its own words to the server. */
export const isOpenHere = (documentId: string): boolean => (openHere.get(documentId) ?? 0) > 0;

/** Opens a document: from this browser's copy at once, and from the server as soon as it can be reached. */
export function openDocument(options: OpenDocumentOptions): OpenDocument {
  const { documentId, accountId, schemaVersion, keepsCopy = true } = options;
  openHere.set(documentId, (openHere.get(documentId) ?? 0) + 1);
  const doc = new Y.Doc();
  const listeners = new Set<() => void>();
  const ledger = new DocumentLedger(() => show());
  const Socket = options.WebSocket ?? WebSocket;
  let copy: DocumentCopy | null = null;
  let closed = false;
  let checkTimer: ReturnType<typeof setTimeout> | undefined;
  let markTimer: ReturnType<typeof setTimeout> | undefined;
  let state: DocumentState = {
    saveState: 'offline',
    ready: false,
    connected: false,
    access: null,
    hasUnsaved: false,
    kept: false,
    keeping: false,
    refusal: null,
    ended: null,
    size: null,
    crowded: false,
  };

  class CountedSocket extends Socket {
    override send(message: Parameters<WebSocket['send']>[0]): void {
      ledger.sending(message);
      super.send(message);
    }
  }
  const provider = new WebsocketProvider(options.address ?? ownAddress(), documentId, doc, {
    connect: false,
    // Windows of one browser meet on the server, so that each one's writes are counted and acknowledged.
    disableBc: true,
    params: { ack: '1', schema: String(schemaVersion) },
    WebSocketPolyfill: CountedSocket,
  });
  const { awareness } = provider;
  // Editors say where the cursor is with every change that arrives: among many people that would be most of what is sent.
  const tell = awareness.setLocalStateField.bind(awareness);
  awareness.setLocalStateField = (field, value) => {
    if (JSON.stringify(awareness.getLocalState()?.[field]) !== JSON.stringify(value)) tell(field, value);
  };

  const show = (change: Partial<DocumentState> = {}) => {
    if (closed) return;
    const next = { ...state, ...change, hasUnsaved: ledger.hasUnsaved };
    next.saveState = saveStateOf(next, ledger.waiting);
    clearTimeout(checkTimer);
    if (next.connected && next.saveState === 'saving') checkTimer = setTimeout(show, patience - ledger.waiting + 10);
    markCopy(next.hasUnsaved);
    settleRefusal(next);
    if (Object.entries(next).every(([key, value]) => state[key as keyof DocumentState] === value)) return;
    state = next;
    for (const listener of listeners) listener();
  };
  const markCopy = (unsaved: boolean) => {
    clearTimeout(markTimer);
    if (unsaved) copy?.markUnsaved(true);
    else markTimer = setTimeout(() => copy?.markUnsaved(false), calm);
  };
  /** Words that the server does not take are remembered as such, so that they can be saved even where the plan no longer opens. */
  const settleRefusal = (next: DocumentState) => {
    const epoch = knownEpoch(documentId, accountId);
    const reason = refusalOf(next);
    if (epoch === null) return;
    if (next.hasUnsaved && reason !== null) markRefused(accountId, documentId, epoch, reason);
    else if (!next.hasUnsaved && next.connected) markRefused(accountId, documentId, epoch, null);
  };
  const loadCopy = async (epoch: number) => {
    const onKept = (kept: boolean) => show({ kept });
    const onKeeping = (keeping: boolean) => show({ keeping });
    const opened = await openCopy(doc, { documentId, epoch, accountId, onKept, onKeeping });
    if (closed) return opened?.close();
    copy = opened;
    if (copy === null) return;
    provider.params = { ...provider.params, epoch: String(epoch) };
    if (copy.wasUnsaved) ledger.wroteOffline();
    // What was written while the copy was being opened is marked in it now.
    show();
  };

  provider.messageHandlers[messageAcknowledged] = (_encoder, decoder) => ledger.acknowledged(decoding.readVarUint(decoder));
  provider.messageHandlers[messageRefused] = (_encoder, decoder) =>
    show({ refusal: decoding.readVarString(decoder) as RefusalCode });
  provider.messageHandlers[messageHello] = (_encoder, decoder) => {
    const hello = DocumentHello.parse(JSON.parse(decoding.readVarString(decoder)));
    if (keepsCopy && copy === null && knownEpoch(documentId, accountId) === null) void loadCopy(hello.epoch);
    const { access, bytes, limit, connections, connectionLimit } = hello;
    show({ access, size: { bytes, limit }, crowded: connections >= connectionLimit * nearLimit });
  };
  provider.on('status', ({ status }) => {
    if (status === 'disconnected') ledger.disconnected();
    if (status !== 'connected') return;
    ledger.connected();
    // Others have forgotten our cursor and take it back only under a newer clock.
    awareness.setLocalState(awareness.getLocalState());
    show({ refusal: null });
  });
  provider.on('sync', (synced) => show(synced ? { connected: true, ready: true } : { connected: false }));
  provider.on('closed', ({ code }) => {
    const ended = endOf(code);
    show({ ended, connected: false });
    const takenAway = ended === 'forbidden' || ended === 'not-found';
    if (keepsCopy && takenAway && !ledger.hasUnsaved) void forgetDocument(documentId, accountId);
  });
  doc.on('update', (_update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
    const carried = provider.wsconnected && provider.ws?.readyState === Socket.OPEN;
    if (origin !== provider && transaction.local && !carried) ledger.wroteOffline();
  });

  const start = async () => {
    const epoch = keepsCopy ? knownEpoch(documentId, accountId) : null;
    // An editor that does not know all that a newer one has put into the copy would delete it there (SPEC-offline.md, C7).
    if (epoch !== null && isNewerCopy(accountId, documentId, schemaVersion)) return show({ ended: 'outdated' });
    if (epoch !== null) await loadCopy(epoch);
    if (closed) return;
    if (copy !== null && doc.store.clients.size > 0) show({ ready: true });
    provider.connect();
    for (const event of lineEvents) window.addEventListener(event, renew);
  };
  // The browser knows of a lost or found line at once; the socket would notice after half a minute. A server that can
  // still be reached, on this machine say, answers the new socket directly.
  const renew = () => {
    if (state.ended !== null) return;
    provider.disconnect();
    provider.connect();
  };
  // The mark that waits to be taken away would outlive a page that goes first, and be said of words that are long on the server.
  const leaving = () => {
    if (!ledger.hasUnsaved) copy?.markUnsaved(false);
  };
  window.addEventListener('pagehide', leaving);
  void start();

  return {
    doc,
    awareness,
    provider,
    get state() {
      return state;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    retry() {
      show({ ended: null, refusal: null });
      renew();
    },
    close() {
      if (closed) return;
      closed = true;
      openHere.set(documentId, (openHere.get(documentId) ?? 1) - 1);
      for (const event of lineEvents) window.removeEventListener(event, renew);
      clearTimeout(checkTimer);
      clearTimeout(markTimer);
      window.removeEventListener('pagehide', leaving);
      leaving();
      provider.destroy();
      copy?.close();
      doc.destroy();
    },
  };
}

function saveStateOf(state: DocumentState, waiting: number): SaveState {
  if (state.hasUnsaved && (state.refusal !== null || state.ended !== null)) return 'unsaved';
  if (!state.connected) return state.keeping ? 'saving' : 'offline';
  if (!state.hasUnsaved) return 'saved';
  return waiting < patience ? 'saving' : 'unsaved';
}

function refusalOf({ ended, refusal }: DocumentState): CopyRefusal | null {
  if (ended === 'forbidden' || ended === 'not-found' || ended === 'replaced') return ended;
  return refusal === 'read_only' ? 'read-only' : null;
}

function endOf(code: number): DocumentEnd {
  switch (code) {
    case documentClose.notSignedIn:
      return 'signed-out';
    case documentClose.forbidden:
      return 'forbidden';
    case documentClose.notFound:
      return 'not-found';
    case documentClose.outdatedSchema:
      return 'outdated';
    case documentClose.replaced:
      return 'replaced';
    case documentClose.tooLarge:
      return 'too-large';
    case documentClose.tooManyConnections:
      return 'too-many';
    default:
      return 'refused';
  }
}

function ownAddress(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/documents`;
}
