import { tzOffset } from '@date-fns/tz';
import { addDays, isLocalDate, type LocalDate, localDateOf, WEEKDAYS, weekdayOf, type Zone } from '../domain/interval';
import { type Result, refuse, succeed } from '../domain/result';

export type DateRefusal =
  | { readonly kind: 'no-such-date'; readonly words: string }
  | { readonly kind: 'several-dates'; readonly words: string }
  /** An hour, where whole days are meant. */
  | { readonly kind: 'hours'; readonly words: string }
  /** Days so many, or so far ahead, that they are meant only where the years are written. */
  | { readonly kind: 'years-wanted'; readonly words: string; readonly from: LocalDate; readonly to: LocalDate };

/** Words that say the day is past, where it is not to be looked for ahead. */
const PAST = /\b(last|past|previous|ago|yesterday)\b/i;

/** Words that name no day, for which the parser would choose one. */
const VAGUE = /^(?:(?:next|this|last|past)\s+)?(?:week|month|year)$/i;

/** The day that words such as `tomorrow`, `Dec 24` or `2026-12-24` mean, seen from `now` in `zone`; ahead where they could be either. */
export function readDate(words: string, now: Date, zone: Zone): Result<LocalDate, DateRefusal> {
  const text = words.trim();
  const none = refuse({ kind: 'no-such-date' as const, words: text });
  if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(text)) return isLocalDate(text) && isNear(text) ? succeed(text) : none;
  if (VAGUE.test(text)) return none;
  // Loaded by the first date that is asked for: most starts need none.
  const { parse } = require('chrono-node/en') as typeof import('chrono-node/en');
  const results = parse(text, { instant: now, timezone: tzOffset(zone, now) }, { forwardDate: !PAST.test(text) });
  const [only] = results;
  if (!only) return none;
  if (results.length > 1 || only.end) return refuse({ kind: 'several-dates', words: text });
  // "May" names no day; the parser would choose one.
  if (!only.start.isCertain('day') && !only.start.isCertain('weekday')) return none;
  const date = dateOf(only.start);
  return isLocalDate(date) && isNear(date) ? succeed(date) : none;
}

/** The days that words begin with, such as `Dec 21 to Jan 2 skiing`, both included, and the words after them. */
export function readDays(
  words: string,
  now: Date,
  zone: Zone,
): Result<{ readonly from: LocalDate; readonly to: LocalDate; readonly rest: string }, DateRefusal> {
  const text = words
    .trim()
    .replace(/^from\s+/i, '')
    .replace(/^this (?:morning|afternoon|evening)\b/i, 'today')
    .replace(/\s*\.\.\s*/, ' to ')
    .replace(/^for(?= (?:an?|one|two|three|four|five|six|\d{1,3}) (?:day|week))/i, 'today for');
  const week = /^(next|this) week\b\s*/i.exec(text);
  if (week)
    return succeed({
      ...weekOf(now, zone, week[1]?.toLowerCase() === 'next' ? 7 : 0),
      rest: text.slice(week[0].length),
    });
  const { parse } = require('chrono-node/en') as typeof import('chrono-node/en');
  const [first] = parse(text, { instant: now, timezone: tzOffset(zone, now) }, { forwardDate: true });
  if (first?.index !== 0) return refuse({ kind: 'no-such-date', words: text });
  const [start, end = ''] = first.text.split(/\s+(?:to|until|till|-|–)\s+/i);
  const from = readDate(start ?? first.text, now, zone);
  const rest = text.slice(first.text.length).trim();
  const isDay = (some: string) => parse(some, { instant: now, timezone: tzOffset(zone, now) })[0]?.index === 0;
  if (first.start.isCertain('hour') || first.end?.isCertain('hour'))
    return refuse({ kind: 'hours', words: first.text });
  if (areSeveral(first.text, rest, isDay)) return refuse({ kind: 'several-dates', words: text });
  const today = localDateOf(now, zone);
  const isFarAhead = (date: LocalDate, words: string) =>
    !HAS_YEAR.test(words) && date > addDays(today, FARTHEST_UNASKED);
  const wanted = (days: { readonly from: LocalDate; readonly to: LocalDate }) =>
    refuse({ kind: 'years-wanted' as const, words: first.text, ...days });
  if (!first.end) {
    if (!from.ok) return from;
    const length = LENGTH.exec(rest);
    const days = length ? daysOf(length) : 1;
    const others = length ? rest.slice(length[0].length).trim() : rest;
    if (length && isDay(others.replace(/^(?:from|starting|beginning|on)\s+/i, '')))
      return refuse({ kind: 'several-dates', words: text });
    const day = { from: from.value, to: addDays(from.value, days - 1) };
    return isFarAhead(day.from, first.text) ? wanted(day) : succeed({ ...day, rest: others });
  }
  const days = {
    from: from.ok ? from.value : dateOf(first.start),
    to: from.ok && isLocalDate(end) ? end : dateOf(first.end),
  };
  if (HAS_YEAR.test(first.text)) return succeed({ ...days, rest });
  const meant = underWay(days, today);
  // `Jan 2 to Dec 21`, where the days around New Year were meant; or days that are over.
  if (meant.to > addDays(meant.from, LONGEST_UNASKED) || isFarAhead(meant.from, first.text)) return wanted(days);
  return succeed({ ...meant, rest });
}

/**
 * Whether a day is followed by another that is not the last of a range, or has one in it that reads as a year: `Dec 24 and Dec
 * 31`, `Monday and Tuesday`, `Dec 24, 25 and 26`.
 */
function areSeveral(day: string, rest: string, isDay: (words: string) => boolean): boolean {
  const [, next] = /^(?:and|or|[,&+/])\s*(.+)$/i.exec(rest) ?? [];
  if (next && (/^\d/.test(next) || isDay(next))) return true;
  return /[a-z]\.? \d{1,2}\s*[,/]\s*\d{1,2}$/i.test(day) || (!LENGTH.test(rest) && isDay(rest));
}

/** Days that were looked for ahead, a year earlier where today is one of those: they began, and are recorded late. */
function underWay(days: { readonly from: LocalDate; readonly to: LocalDate }, today: LocalDate): typeof days {
  const [from, to] = [days.from, days.to].map((date) => `${Number(date.slice(0, 4)) - 1}${date.slice(4)}`) as [
    LocalDate,
    LocalDate,
  ];
  return from <= today && today <= to && isLocalDate(from) && isLocalDate(to) ? { from, to } : days;
}

const HAS_YEAR = /\d{4}/;

/** Days of a range, and days ahead, that are believed without their years: what was in the last weeks is no wish for next year. */
const LONGEST_UNASKED = 180;
const FARTHEST_UNASKED = 330;

/** How long something lasts, such as `for a week` or `for 3 days`. */
const LENGTH = /^for (an?|one|two|three|four|five|six|\d{1,3}) (day|week)s?\b/i;
const NUMBERS = ['', 'one', 'two', 'three', 'four', 'five', 'six'];

function daysOf([, count = '', unit = '']: RegExpExecArray): number {
  const word = count.toLowerCase();
  const number = /^an?$/.test(word) ? 1 : Number(word) || NUMBERS.indexOf(word);
  return Math.max(1, number) * (unit.toLowerCase() === 'week' ? 7 : 1);
}

/** Monday to Sunday of the week so many days from now; of a week under way, what is left of it. */
function weekOf(now: Date, zone: Zone, days: number): { readonly from: LocalDate; readonly to: LocalDate } {
  const today = localDateOf(now, zone);
  const monday = addDays(today, days - ((WEEKDAYS.indexOf(weekdayOf(today)) + 6) % 7));
  return { from: monday < today ? today : monday, to: addDays(monday, 6) };
}

type Components = { get(part: 'year' | 'month' | 'day'): number | null };

const dateOf = (components: Components): LocalDate => {
  const [year, month, day] = (['year', 'month', 'day'] as const).map((part) => components.get(part));
  return `${year}-${`${month}`.padStart(2, '0')}-${`${day}`.padStart(2, '0')}`;
};

/** Years that clocks and calendars are sure about. */
const isNear = (date: LocalDate): boolean => date >= '1970-01-02' && date < '3000';
