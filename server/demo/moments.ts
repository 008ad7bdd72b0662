import { sql, type RawBuilder } from 'kysely';

/** So many days before now; a fraction is allowed. */
export function ago(days: number): RawBuilder<Date> {
  return sql<Date>`(now() - make_interval(secs => ${days * 86_400}))`;
}

/** Ten in the morning of another day, so many seconds later; negative days are in the past. */
export function atTen(daysFromToday: number, timeZone: string, seconds = 0): RawBuilder<Date> {
  return sql<Date>`((((now() at time zone ${timeZone})::date + ${daysFromToday}::integer) + time '10:00') at time zone ${timeZone}
    + make_interval(secs => ${seconds}))`;
}
