import { holidayAt } from './availability';
import { daysIn, holidaysIn, mostlyPrimary } from './days';
import type { EngineerId } from './ids';
import { addDays, DAY, type Interval, instantOf, isBefore } from './interval';
import { shiftsBetween } from './rotation';
import { onCallAt } from './schedule';
import { spanOf } from './swap';
import { engineerOf, type Leg, type Swap, type Team } from './team';

/** Weeks before and after now in which turns are counted. */
const WEEKS_COUNTED = 12;

/** How much somebody is on call around now. */
export type Load = {
  /** Shifts in which they are primary for most of the time, in the last and the next {@link WEEKS_COUNTED} weeks. */
  readonly weeks: number;
  /** Those with a holiday of theirs in them. */
  readonly holidayWeeks: number;
};

/** How much each engineer is on call around `now`. */
export function loadsOf(team: Team, now: Date): ReadonlyMap<EngineerId, Load> {
  const reach = WEEKS_COUNTED * 7 * DAY;
  const span: Interval = { start: new Date(now.getTime() - reach), end: new Date(now.getTime() + reach) };
  const loads = new Map([...team.engineers.keys()].map((id) => [id, { weeks: 0, holidayWeeks: 0 }]));
  for (const shift of shiftsBetween(team, span)) {
    const load = loads.get(mostlyPrimary(team, shift));
    if (!load) continue;
    load.weeks += 1;
    if (holidaysIn(team, mostlyPrimary(team, shift), shift).length > 0) load.holidayWeeks += 1;
  }
  return loads;
}

/**
 * In how many shifts before `instant` each engineer was on call on a holiday of one of these names, or on any (null), as it
 * was planned then or is planned now: what turns across years are counted by.
 */
export function turnsOf(team: Team, names: readonly string[] | null, instant: Date): ReadonlyMap<EngineerId, number> {
  const shifts = new Map<EngineerId, Set<number>>();
  if (names?.length === 0) return new Map();
  const isMeant = (name: string): boolean => names === null || names.includes(name);
  const own = team.calendar.extra.filter(({ name }) => isMeant(name)).map(({ date }) => date);
  const others = [...team.holidays.values()].flatMap(({ days }) =>
    [...days].flatMap(([date, name]) => (isMeant(name) ? [date] : [])),
  );
  // Where somebody lives far from the team it may be their holiday at the team's noon of a day beside it.
  const days = [...own, ...others].flatMap((date) => [addDays(date, -1), date, addDays(date, 1)]);
  for (const date of new Set(days)) {
    const noon = instantOf(date, '12:00', team.timezone);
    const held = isBefore(noon, instant) ? onCallAt(team, noon) : undefined;
    const engineer = held?.primary.engineer;
    const name = engineer && holidayAt(team, engineerOf(team, engineer), noon);
    if (!held || !engineer || name === undefined || !isMeant(name)) continue;
    shifts.set(engineer, (shifts.get(engineer) ?? new Set()).add(held.shift.start.getTime()));
  }
  return new Map([...shifts].map(([engineer, starts]) => [engineer, starts.size]));
}

/** What one engineer owes another, in days. */
export type Favour = { readonly from: EngineerId; readonly to: EngineerId; readonly days: number };

/** Every favour that is not returned yet; what was undone or became void counts nothing. */
export const favoursOf = (team: Team): readonly Favour[] =>
  netOf(
    [...team.swaps.values()].flatMap(({ kind, legs, state }) =>
      state.kind === 'agreed' ? legs.map((leg) => ({ ...leg, days: worthOf(team, kind, leg, state.at) })) : [],
    ),
  );

/** Favours with those that go the other way taken off: between two people at most one is left. */
export function netOf(
  booked: readonly { readonly from: EngineerId; readonly to: EngineerId | null; readonly days: number }[],
): readonly Favour[] {
  const owed = new Map<EngineerId, Map<EngineerId, number>>();
  for (const { from, to, days } of booked) {
    if (!to) continue;
    const row = owed.get(from) ?? new Map<EngineerId, number>();
    row.set(to, (row.get(to) ?? 0) + days);
    owed.set(from, row);
  }
  return [...owed].flatMap(([from, row]) =>
    [...row].flatMap(([to, days]) => {
      const net = days - (owed.get(to)?.get(from) ?? 0);
      return net > 0 ? [{ from, to, days: net }] : [];
    }),
  );
}

/**
 * The days that a leg is worth to whoever takes it: a day covered is one, a holiday of theirs two; of a trade only the
 * holidays count. A day that was over when it was agreed is nobody's favour.
 */
export function worthOf(team: Team, kind: Swap['kind'], leg: Leg, agreedAt: Date): number {
  const span = spanOf(team, leg);
  if (!span || !leg.to) return 0;
  const counted = daysIn(team, span).filter(({ noon }) => isBefore(agreedAt, new Date(noon.getTime() + DAY / 2)));
  const holidays = holidaysIn(team, leg.to, span).filter(({ noon }) => counted.some((day) => +day.noon === +noon));
  return holidays.length + (kind === 'cover' ? counted.length : 0);
}
