import { sql, type RawBuilder } from 'kysely';

/** Calendar questions, answered by the database's clock in the installation's time zone, so that all servers agree. */
export interface Terms {
  /** The calendar day it is, as a `date`. */
  today: RawBuilder<string>;
  /** Whether a row of `members` counts now: not removed, and today is within its term, both days included. */
  running: RawBuilder<boolean>;
  /** The last day on which a row of `members` counts or counted: a removal ends a term early. */
  lastDay: RawBuilder<string | null>;
  /** The moment at which a calendar day is over. */
  endOf: (day: string) => RawBuilder<Date>;
}

/** @param timeZone an IANA name, such as Asia/Shanghai */
export function createTerms(timeZone: string): Terms {
  const today = sql<string>`(now() at time zone ${timeZone})::date`;
  return {
    today,
    running: sql<boolean>`(members.removed_at is null and members.starts_on <= ${today}
      and (members.ends_on is null or members.ends_on >= ${today}))`,
    lastDay: sql<string | null>`least(members.ends_on, (members.removed_at at time zone ${timeZone})::date)`,
    endOf: (day) => sql<Date>`((${day}::date + 1)::timestamp at time zone ${timeZone})`,
  };
}
