import { absences, holidayAt } from './availability';
import type { EngineerId } from './ids';
import {
  addDays,
  contains,
  type Interval,
  instantOf,
  isBefore,
  type LocalDate,
  type LocalTime,
  later,
  localDateOf,
  overlap,
  weekdayOf,
} from './interval';
import { engineerOf, type Team, zoneOf } from './team';

/** When a working day begins and ends, in each engineer's own zone. */
const BEGINS: LocalTime = '09:00';
const ENDS: LocalTime = '17:00';

/** Days that are looked through for a working one: longer than anybody is away in one piece. */
const MOST_DAYS = 400;

/** When the engineer works on a day of their own calendar: Monday to Friday, without holidays and time off. Empty for other days. */
function workingSpans(team: Team, id: EngineerId, date: LocalDate): readonly Interval[] {
  const engineer = engineerOf(team, id);
  const zone = zoneOf(team, engineer);
  if (['saturday', 'sunday'].includes(weekdayOf(date))) return [];
  if (holidayAt(team, engineer, instantOf(date, '12:00', zone)) !== undefined) return [];
  const day = { start: instantOf(date, BEGINS, zone), end: instantOf(date, ENDS, zone) };
  return without(day, absences(team).get(id) ?? []);
}

/** What is left of a span without others; those are in order and do not touch. */
function without(span: Interval, others: readonly Interval[]): readonly Interval[] {
  const left: Interval[] = [];
  let start = span.start;
  for (const other of others) {
    const taken = overlap(span, other);
    if (!taken) continue;
    if (isBefore(start, taken.start)) left.push({ start, end: taken.start });
    start = taken.end;
  }
  if (isBefore(start, span.end)) left.push({ start, end: span.end });
  return left;
}

/** Whether the engineer is at work at `instant`. */
export function isWorkingTime(team: Team, id: EngineerId, instant: Date): boolean {
  const today = localDateOf(instant, zoneOf(team, engineerOf(team, id)));
  return workingSpans(team, id, today).some((span) => contains(span, instant));
}

/** The first instant from `from` on at which the engineer is at work; undefined where they are away for longer than a year. */
export const nextWorkingTime = (team: Team, id: EngineerId, from: Date): Date | undefined =>
  workingTimeFrom(team, id, from).next().value?.start;

/** The instant at which the engineer has worked so many milliseconds since `from`; undefined as for {@link nextWorkingTime}. */
export function afterWorkingTime(team: Team, id: EngineerId, from: Date, milliseconds: number): Date | undefined {
  let left = milliseconds;
  for (const { start, end } of workingTimeFrom(team, id, from)) {
    const length = end.getTime() - start.getTime();
    if (length >= left) return new Date(start.getTime() + left);
    left -= length;
  }
  return undefined;
}

function* workingTimeFrom(team: Team, id: EngineerId, from: Date): Generator<Interval, undefined> {
  const first = localDateOf(from, zoneOf(team, engineerOf(team, id)));
  for (let day = 0; day < MOST_DAYS; day += 1)
    for (const { start, end } of workingSpans(team, id, addDays(first, day)))
      if (isBefore(from, end)) yield { start: later(start, from), end };
  return undefined;
}

/**
 * A time of the engineer's own clock on the working day that is so many working days before `instant`; undefined where
 * they have not that many within {@link MOST_DAYS} days.
 */
export function workingDaysBefore(
  team: Team,
  id: EngineerId,
  instant: Date,
  count: number,
  time: LocalTime,
): Date | undefined {
  const zone = zoneOf(team, engineerOf(team, id));
  const date = localDateOf(instant, zone);
  for (let days = 1, left = count; days <= MOST_DAYS; days += 1) {
    const day = addDays(date, -days);
    const at = instantOf(day, time, zone);
    if (!workingSpans(team, id, day).some((span) => contains(span, at))) continue;
    left -= 1;
    if (left === 0) return at;
  }
  return undefined;
}

/**
 * A time of the engineer's last working day before the day of `instant` in their own zone, within the week before it: when
 * that day begins and when its clock shows `time`. Undefined where none of those days is a working one at that time.
 */
export function lastWorkingDayBefore(
  team: Team,
  id: EngineerId,
  instant: Date,
  time: LocalTime,
): { readonly begins: Date; readonly at: Date } | undefined {
  const zone = zoneOf(team, engineerOf(team, id));
  const date = localDateOf(instant, zone);
  for (let days = 1; days <= 7; days += 1) {
    const day = addDays(date, -days);
    const at = instantOf(day, time, zone);
    if (workingSpans(team, id, day).some((span) => contains(span, at)))
      return { begins: instantOf(day, '00:00', zone), at };
  }
  return undefined;
}
