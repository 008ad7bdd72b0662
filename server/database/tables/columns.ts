import type { ColumnType } from 'kysely';

/** A moment set by the database unless given. */
export type Now = ColumnType<Date, Date | undefined, Date>;
export type MaybeMoment = ColumnType<Date | null, Date | null | undefined, Date | null>;
export type MaybeText = ColumnType<string | null, string | null | undefined, string | null>;
