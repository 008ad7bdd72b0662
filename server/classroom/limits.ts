import { tooMany } from '../errors.ts';
import { createAllowances } from '../realtime/allowance.ts';

/** How often one account may come in, over all classes and pages. */
const joins = { sustained: 1, burst: 30 };
/** How often one account may say something that everybody in the class is told. */
const announcements = { sustained: 4, burst: 40 };
/** How many media transports one account may ask for, over all classes and pages, and how many it may have at once. */
const transports = { sustained: 0.5, burst: 40 };
const transportsAtMost = 16;

export type ClassLimits = ReturnType<typeof createClassLimits>;

/**
 * What one account may ask of classes altogether (ME3.2, ME3.4): several classes and pages at once buy nobody more than a share.
 * What is told to everybody has a limit of its own, because one request of it costs as many messages as there are people.
 */
export function createClassLimits() {
  const joining = createAllowances(joins);
  const announcing = createAllowances(announcements);
  const opening = createAllowances(transports);
  return {
    /** @throws tooMany */
    join(accountId: string): void {
      if (!joining.take(accountId)) throw tooMany(1);
    },
    /** @throws tooMany */
    announce(accountId: string): void {
      if (!announcing.take(accountId)) throw tooMany(1);
    },
    /** `held` are the transports that the account has already. @throws tooMany */
    openTransport(accountId: string, held: number): void {
      if (held >= transportsAtMost || !opening.take(accountId)) throw tooMany(2);
    },
  };
}
