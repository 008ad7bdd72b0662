import type { Logger } from 'pino';
import { documentClose, type RefusalCode } from '../../shared/documents.ts';

/** A frame that a document connection may not send. */
export class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
  }

  /** How the connection ends, or null when it may go on (rule W4). */
  get closeCode(): number | null {
    return closeCodes[this.code];
  }
}

const tryAgainLater = 1013;

const closeCodes: Record<RefusalCode, number | null> = {
  read_only: null,
  malformed: documentClose.badRequest,
  unknown_message: documentClose.badRequest,
  unknown_root: documentClose.refused,
  foreign_client: documentClose.refused,
  too_many_clients: documentClose.refused,
  too_deep: documentClose.refused,
  too_large: documentClose.tooLarge,
  too_fast: documentClose.tooManyConnections,
  incomplete: tryAgainLater,
  not_stored: tryAgainLater,
};

/**
 * Checks something that was sent and has changed nothing yet. A check that fails in a way nobody thought of ends its sender's
 * connection, and nothing else (rule G1).
 * @throws Refusal
 */
export function checked<T>(check: () => T, log: Logger): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    log.error({ err: error }, 'a check of an update failed');
    throw new Refusal('malformed');
  }
}
