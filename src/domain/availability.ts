import type { EngineerId } from './ids';
import { contains, type Interval, isBefore, later, localDateOf } from './interval';
import {
  type Engineer,
  effective,
  engineerOf,
  type HolidayPlace,
  linkedLeads,
  placeKey,
  type Team,
  zoneOf,
} from './team';

/** Whether somebody can be reached: always, for critical support only, not before `until`, or never again. */
export type Availability =
  | { readonly kind: 'reachable' }
  | { readonly kind: 'holiday'; readonly name: string }
  | { readonly kind: 'away'; readonly until: Date }
  | { readonly kind: 'left' };

/** The last instant there is; who left is away until then. */
const NEVER = new Date(8.64e15);

const remembered = new WeakMap<object, ReadonlyMap<EngineerId, readonly Interval[]>>();

/** When each engineer cannot be reached: time off that counts, and everything after they left. Spans that touch are one. */
export function absences(team: Pick<Team, 'engineers' | 'timeOff'>): ReadonlyMap<EngineerId, readonly Interval[]> {
  let known = remembered.get(team);
  if (!known) {
    const spans = new Map<EngineerId, Interval[]>();
    const add = (engineer: EngineerId, span: Interval | undefined): void => {
      if (span) spans.set(engineer, [...(spans.get(engineer) ?? []), span]);
    };
    for (const { engineer, span, recordedAt, cancelledAt } of team.timeOff)
      add(engineer, effective(span, recordedAt, cancelledAt));
    for (const { id, leftAt } of team.engineers.values()) if (leftAt) add(id, { start: leftAt, end: NEVER });
    known = new Map([...spans].map(([engineer, apart]) => [engineer, merged(apart)]));
    remembered.set(team, known);
  }
  return known;
}

function merged(apart: readonly Interval[]): readonly Interval[] {
  const joined: Interval[] = [];
  for (const next of apart.toSorted((one, other) => one.start.getTime() - other.start.getTime())) {
    const last = joined.at(-1);
    if (last && !isBefore(last.end, next.start))
      joined[joined.length - 1] = { start: last.start, end: later(last.end, next.end) };
    else joined.push(next);
  }
  return joined;
}

/** When the engineer is back, if they are on time off at `instant`; entries that touch count as one. */
export function awayUntil(team: Team, engineer: EngineerId, instant: Date): Date | undefined {
  return absences(team)
    .get(engineer)
    ?.find((span) => contains(span, instant))?.end;
}

/** Whether anybody on the team has a holiday at all. */
export const hasHolidays = ({ calendar, holidays }: Pick<Team, 'calendar' | 'holidays'>): boolean =>
  calendar.extra.length > 0 || holidays.size > 0;

/** The place whose public holidays are an engineer's: their own country, else the team's. A region is of the country beside it. */
export function holidayPlaceOf({ calendar }: Pick<Team, 'calendar'>, engineer: Engineer): HolidayPlace | null {
  const { country, region } = engineer.country ? engineer : { ...calendar, region: engineer.region ?? calendar.region };
  return country ? { country, region } : null;
}

/** The holiday of the engineer on the day that their own clock shows at `instant`, or undefined. */
export function holidayAt(team: Team, engineer: Engineer, instant: Date): string | undefined {
  const today = localDateOf(instant, zoneOf(team, engineer));
  const own = team.calendar.extra.find(({ date }) => date === today)?.name;
  if (own !== undefined || team.holidays.size === 0) return own;
  const place = holidayPlaceOf(team, engineer);
  const name = place ? team.holidays.get(placeKey(place))?.days.get(today) : undefined;
  const isTaken = team.calendar.except.some((each) => each.toLowerCase() === name?.toLowerCase());
  return isTaken ? undefined : name;
}

/** Whether the engineer can be reached at `instant`. */
export function availabilityAt(team: Team, id: EngineerId, instant: Date): Availability {
  const engineer = engineerOf(team, id);
  if (engineer.leftAt && !isBefore(instant, engineer.leftAt)) return { kind: 'left' };
  const until = awayUntil(team, id, instant);
  if (until) return { kind: 'away', until };
  const name = holidayAt(team, engineer, instant);
  return name === undefined ? { kind: 'reachable' } : { kind: 'holiday', name };
}

/** The lead to be told what only a lead can mend: one who is there, if any is, and none of `but`; null where none is linked to Slack. */
export function leadToTell(team: Team, now: Date, but: readonly EngineerId[] = []): EngineerId | null {
  const leads = linkedLeads(team).filter(({ id }) => !but.includes(id));
  return (leads.find(({ id }) => !awayUntil(team, id, now)) ?? leads[0])?.id ?? null;
}
