import { useMemo } from 'react';
import { languageTag, useLanguage } from './language.ts';

/** Ways to write days and moments in the language of the interface. Moments are ISO strings in UTC, days `YYYY-MM-DD`. */
export interface Dates {
  /** 9月3日 周三 · Wed, 3 Sep; with the year when it is another one. */
  day: (value: string | Date) => string;
  /** 2026年9月3日 · 3 Sept 2026: for terms, where the weekday says nothing. */
  date: (value: string | Date) => string;
  /** 14:20 */
  time: (moment: string | Date) => string;
  /** Day and time together. */
  moment: (moment: string | Date) => string;
  /** 3 分钟前 · 3 minutes ago; from a week on, the day. */
  ago: (moment: string) => string;
  /** 今天 14:20, 明天 08:00, else day and time. */
  soon: (moment: string) => string;
}

/** The date formats for a component; they follow the language. */
export function useDates(): Dates {
  const language = useLanguage();
  return useMemo(() => createDates(language === 'en' ? 'en-GB' : languageTag(language)), [language]);
}

/** Today as `YYYY-MM-DD` in this browser's time zone. */
export function today(now = new Date()): string {
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

function createDates(tag: string): Dates {
  const thisYear = new Intl.DateTimeFormat(tag, { month: 'short', day: 'numeric', weekday: 'short' });
  const otherYear = new Intl.DateTimeFormat(tag, { year: 'numeric', month: 'short', day: 'numeric' });
  const whole = new Intl.DateTimeFormat(tag, { dateStyle: 'medium' });
  const clock = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const day = (value: string | Date) => {
    const date = toDate(value);
    const text = (date.getFullYear() === new Date().getFullYear() ? thisYear : otherYear).format(date);
    // Chinese formats set the weekday right behind the day; a space makes it readable.
    return text.replace(/日(周|星期)/, '日 $1');
  };
  const time = (value: string | Date) => clock.format(toDate(value));
  const moment = (value: string | Date) => `${day(value)} ${time(value)}`;
  return {
    day,
    date: (value) => whole.format(toDate(value)),
    time,
    moment,
    ago: (value) => {
      const minutes = Math.round((toDate(value).getTime() - Date.now()) / 60_000);
      if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
      if (Math.abs(minutes) < 24 * 60) return relative.format(Math.round(minutes / 60), 'hour');
      if (Math.abs(minutes) < 7 * 24 * 60) return relative.format(Math.round(minutes / 60 / 24), 'day');
      return day(value);
    },
    soon: (value) => {
      const days = Math.round((startOfDay(toDate(value)) - startOfDay(new Date())) / 86_400_000);
      return Math.abs(days) <= 1 ? `${relative.format(days, 'day')} ${time(value)}` : moment(value);
    },
  };
}

/** A day without a time is that day here, not midnight in London. */
const toDate = (value: string | Date): Date =>
  value instanceof Date ? value : new Date(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00` : value);

const startOfDay = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
