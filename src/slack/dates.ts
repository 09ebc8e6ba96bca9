import { tzOffset } from '@date-fns/tz';
import { isLocalDate, type LocalDate, type Zone } from '../domain/interval';
import { type Result, refuse, succeed } from '../domain/result';

export type DateRefusal =
  | { readonly kind: 'no-such-date'; readonly words: string }
  | { readonly kind: 'several-dates'; readonly words: string };

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
    .replace(/\s*\.\.\s*/, ' to ');
  const { parse } = require('chrono-node/en') as typeof import('chrono-node/en');
  const [first] = parse(text, { instant: now, timezone: tzOffset(zone, now) }, { forwardDate: true });
  if (first?.index !== 0) return refuse({ kind: 'no-such-date', words: text });
  const [start, end = ''] = first.text.split(/\s+(?:to|until|till|-|–)\s+/i);
  const from = readDate(start ?? first.text, now, zone);
  const rest = text.slice(first.text.length).trim();
  if (!first.end) return from.ok ? succeed({ from: from.value, to: from.value, rest }) : from;
  if (!from.ok) return succeed({ from: dateOf(first.start), to: dateOf(first.end), rest });
  return succeed({ from: from.value, to: isLocalDate(end) ? end : dateOf(first.end), rest });
}

type Components = { get(part: 'year' | 'month' | 'day'): number | null };

const dateOf = (components: Components): LocalDate => {
  const [year, month, day] = (['year', 'month', 'day'] as const).map((part) => components.get(part));
  return `${year}-${`${month}`.padStart(2, '0')}-${`${day}`.padStart(2, '0')}`;
};

/** Years that clocks and calendars are sure about. */
const isNear = (date: LocalDate): boolean => date >= '1970-01-02' && date < '3000';
