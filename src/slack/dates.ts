import { tzOffset } from '@date-fns/tz';
import { parse } from 'chrono-node/en';
import { isLocalDate, type LocalDate, type Zone } from '../domain/interval';
import { type Result, refuse, succeed } from '../domain/result';

export type DateRefusal =
  | { readonly kind: 'no-such-date'; readonly words: string }
  | { readonly kind: 'several-dates'; readonly words: string };

/** The day that words such as `tomorrow`, `Dec 24` or `2026-12-24` mean, seen from `now` in `zone`; forward where they could be past. */
export function readDate(words: string, now: Date, zone: Zone): Result<LocalDate, DateRefusal> {
  const text = words.trim();
  if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(text)) {
    return isLocalDate(text) ? succeed(text) : refuse({ kind: 'no-such-date', words: text });
  }
  const results = parse(text, { instant: now, timezone: tzOffset(zone, now) }, { forwardDate: true });
  const [only] = results;
  if (!only) return refuse({ kind: 'no-such-date', words: text });
  if (results.length > 1 || only.end) return refuse({ kind: 'several-dates', words: text });
  const [year, month, day] = (['year', 'month', 'day'] as const).map((part) => only.start.get(part));
  const date = `${year}-${`${month}`.padStart(2, '0')}-${`${day}`.padStart(2, '0')}`;
  return isLocalDate(date) ? succeed(date) : refuse({ kind: 'no-such-date', words: text });
}
