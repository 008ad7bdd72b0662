import type { Logger } from 'pino';
import type { DocumentKind } from './documentTypes.ts';

/** At most so often, in milliseconds. */
const interval = 1_000;

/** Tells a document's room that something has been committed, and whose it was: not on every keystroke. */
export class ChangeNotice {
  private readonly documentId: string;
  private readonly kind: DocumentKind;
  private readonly log: Logger;
  private readonly accounts = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(documentId: string, kind: DocumentKind, log: Logger) {
    this.documentId = documentId;
    this.kind = kind;
    this.log = log;
  }

  /** An account has changed something. */
  add(accountId: string): void {
    this.accounts.add(accountId);
  }

  /** What has been added is committed. */
  plan(): void {
    if (this.kind.changed !== undefined) this.timer ??= setTimeout(() => this.tell(), interval);
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private tell(): void {
    this.timer = undefined;
    const accounts = [...this.accounts];
    this.accounts.clear();
    try {
      this.kind.changed?.(this.documentId, accounts);
    } catch (error) {
      this.log.error({ err: error, documentId: this.documentId }, 'a listener failed');
    }
  }
}
