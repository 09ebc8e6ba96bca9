import { daysIn, holidaysAmong, holidaysIn, mostly, mostlyPrimary } from '../domain/days';
import { favoursOf } from '../domain/fairness';
import type { EngineerId } from '../domain/ids';
import {
  addDays,
  type Interval,
  instantOf,
  isBefore,
  type LocalDate,
  later,
  localDateOf,
  weekdayOf,
} from '../domain/interval';
import { firstHandoff, refOf, type Shift, shiftsBetween } from '../domain/rotation';
import { onCallAt } from '../domain/schedule';
import { spanOf } from '../domain/swap';
import { engineerOf, type Part, type Team } from '../domain/team';
import { suggestCovers, suggestTrades } from '../domain/trades';

/** How much one engineer is on call in a span, past and planned. */
export type Balance = {
  readonly engineer: EngineerId;
  /** Shifts in which they are primary for most of the time; and the part of them that is still ahead. */
  readonly weeks: number;
  readonly planned: number;
  /** The weeks an equal share would be, counted while they took turns. */
  readonly share: number;
  readonly backupWeeks: number;
  /** Days on call on a Saturday or Sunday, and on a holiday of their own; and the shifts these holidays are in. */
  readonly weekendDays: number;
  readonly holidayDays: number;
  readonly holidayWeeks: number;
  /** Days they are owed; negative where they owe. */
  readonly favours: number;
};

/** Who was on call on a holiday last, and who is next. */
type HolidayTurn = {
  readonly name: string;
  readonly last: { readonly date: LocalDate; readonly engineer: EngineerId } | null;
  readonly next: { readonly date: LocalDate; readonly engineer: EngineerId };
};

/** What would mend it most: a week that somebody below their share takes from somebody above it, `back` where for one of theirs. */
type Mend = {
  readonly from: EngineerId;
  readonly to: EngineerId;
  readonly part: Pick<Part, 'duty' | 'shift'>;
  readonly span: Interval;
  readonly back: Interval | null;
};

export type FairnessAnswer = {
  readonly kind: 'fairness';
  readonly months: number;
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Who takes turns, or did in the span; who is on call most against their share first. */
  readonly balances: readonly Balance[];
  readonly mend: Mend | null;
  readonly holidays: readonly HolidayTurn[];
};

/** Months back and ahead that are counted unless told, and at most. */
export const FAIRNESS_MONTHS = { usual: 6, most: 36 } as const;

/** Weeks above or below an equal share that are worth a word. */
export const OUT_OF_BALANCE = 1;

/** How the turns are spread over so many months back and ahead. */
export function showFairness(team: Team, ask: { readonly months: number }, now: Date): FairnessAnswer {
  const today = localDateOf(now, team.timezone);
  const days = Math.round(ask.months * 30.44);
  const [from, to] = [addDays(today, -days), addDays(today, days)];
  const span: Interval = {
    start: later(instantOf(from, '00:00', team.timezone), firstHandoff(team)),
    end: instantOf(to, '00:00', team.timezone),
  };
  const shifts = isBefore(span.start, span.end) ? shiftsBetween(team, span) : [];
  const balances = balancesOf(team, shifts, now);
  return {
    ...{ kind: 'fairness', months: ask.months, from: localDateOf(span.start, team.timezone), to },
    balances,
    mend: mendOfWeeks(team, balances, shifts, now) ?? mendOfHolidays(team, balances, shifts, now),
    holidays: holidayTurns(team, now),
  };
}

/** How much each engineer is on call in these shifts, who is most above their share first. */
export function balancesOf(team: Team, shifts: readonly Shift[], now: Date): readonly Balance[] {
  const counts = new Map<EngineerId, { -readonly [Key in keyof Balance]: Balance[Key] }>();
  const of = (engineer: EngineerId) => {
    const known = counts.get(engineer) ?? {
      ...{ engineer, weeks: 0, planned: 0, share: 0, backupWeeks: 0, weekendDays: 0, holidayDays: 0 },
      ...{ holidayWeeks: 0, favours: 0 },
    };
    counts.set(engineer, known);
    return known;
  };
  for (const shift of shifts) {
    const { order } = shift.version;
    for (const member of order) of(member).share += 1 / order.length;
    const primary = of(mostlyPrimary(team, shift));
    primary.weeks += 1;
    if (isBefore(now, shift.start)) primary.planned += 1;
    const backup = mostly(team, shift, 'backup');
    if (backup) of(backup).backupWeeks += 1;
    const onHoliday = new Set<EngineerId>();
    for (const day of daysIn(team, shift)) {
      const engineer = onCallAt(team, day.noon)?.primary.engineer;
      if (!engineer) continue;
      if (['saturday', 'sunday'].includes(weekdayOf(day.date))) of(engineer).weekendDays += 1;
      if (holidaysAmong(team, engineer, [day]).length === 0) continue;
      of(engineer).holidayDays += 1;
      onHoliday.add(engineer);
    }
    for (const engineer of onHoliday) of(engineer).holidayWeeks += 1;
  }
  for (const { from, to, days } of favoursOf(team)) {
    of(from).favours -= days;
    of(to).favours += days;
  }
  return [...counts.values()].sort((one, other) => overOf(other) - overOf(one));
}

/** Weeks above an equal share. */
export const overOf = ({ weeks, share }: Balance): number => weeks - share;

/** The week whose taking would help most: from who is most above their share, to who is furthest below and makes no two running. */
function mendOfWeeks(team: Team, balances: readonly Balance[], shifts: readonly Shift[], now: Date): Mend | null {
  const here = balances.filter(({ engineer }) => !engineerOf(team, engineer).leftAt);
  const [most] = here;
  if (!most || overOf(most) < OUT_OF_BALANCE) return null;
  const parts = shifts
    .filter((shift) => isBefore(now, shift.start) && mostlyPrimary(team, shift) === most.engineer)
    .map((shift) => ({ shift, part: { duty: 'primary' as const, shift: refOf(shift) } }));
  const covers = new Map(
    parts.map(({ shift, part }) => [shift, suggestCovers(team, most.engineer, { ...part, days: null }, now)]),
  );
  for (const { engineer } of here.toReversed().filter((each) => overOf(each) <= -OUT_OF_BALANCE / 2))
    for (const { shift, part } of parts)
      if (covers.get(shift)?.some(({ taker, runs }) => taker === engineer && runs === 0))
        return { from: most.engineer, to: engineer, part, span: { start: shift.start, end: shift.end }, back: null };
  return null;
}

/** The trade of a week with holidays of who has most of them above their share, for one of who is furthest below with fewer. */
function mendOfHolidays(team: Team, balances: readonly Balance[], shifts: readonly Shift[], now: Date): Mend | null {
  const here = balances
    .filter(({ engineer }) => !engineerOf(team, engineer).leftAt)
    .map((each) => ({ engineer: each.engineer, over: holidaysOver(each, balances) }))
    .sort((one, other) => other.over - one.over);
  const [most] = here;
  if (!most || most.over < HOLIDAYS_OUT_OF_BALANCE) return null;
  const holidays = (engineer: EngineerId, span: Interval): number => holidaysIn(team, engineer, span).length;
  const below = new Map(here.filter(({ over }) => over < 0).map(({ engineer, over }) => [engineer, over]));
  const lowest = Math.min(...below.values());
  let best: Mend | null = null;
  for (const shift of shifts
    .filter((each) => isBefore(now, each.start) && mostlyPrimary(team, each) === most.engineer)
    .filter((each) => holidays(most.engineer, each) > 0)
    .slice(0, WEEKS_LOOKED_AT)) {
    const part = { duty: 'primary' as const, shift: refOf(shift) };
    for (const { legs, taker, runs } of suggestTrades(team, most.engineer, { ...part, days: null }, now)) {
      const [, second, ...others] = legs;
      const back = second && spanOf(team, second);
      const over = below.get(taker);
      if (!back || over === undefined || runs > 0 || others.length > 0) continue;
      if (holidays(most.engineer, back) >= holidays(most.engineer, shift)) continue;
      const mend: Mend = { from: most.engineer, to: taker, part, span: { start: shift.start, end: shift.end }, back };
      if (over === lowest) return mend;
      if (!best || over < (below.get(best.to) ?? 0)) best = mend;
    }
  }
  return best;
}

/** Weeks with holidays that a trade is looked for, what comes first first: looking at each costs milliseconds. */
const WEEKS_LOOKED_AT = 6;

/** Holidays above an equal share of all that somebody is on call on. */
export function holidaysOver({ holidayDays, share }: Balance, all: readonly Balance[]): number {
  const sum = (of: (each: Balance) => number): number => all.reduce((total, each) => total + of(each), 0);
  const shares = sum((each) => each.share);
  return shares === 0 ? 0 : holidayDays - (sum((each) => each.holidayDays) * share) / shares;
}

/** Holidays above or below an equal share that are worth a word. */
export const HOLIDAYS_OUT_OF_BALANCE = 2;

/** Each holiday of the year to come, of whoever is on call then, and who had it when it was last. */
function holidayTurns(team: Team, now: Date): readonly HolidayTurn[] {
  const first = firstHandoff(team);
  const year = (start: Date): Interval => ({ start, end: new Date(start.getTime() + 366 * 86_400_000) });
  const held = (span: Interval) =>
    daysIn(team, span).flatMap((day) => {
      const engineer = onCallAt(team, day.noon)?.primary.engineer;
      const [holiday] = engineer ? holidaysAmong(team, engineer, [day]) : [];
      return engineer && holiday ? [{ ...holiday, engineer }] : [];
    });
  const past = isBefore(first, now) ? held({ start: first, end: now }) : [];
  const seen = new Set<string>();
  return held(year(now)).flatMap(({ name, date, engineer }) => {
    if (seen.has(name)) return [];
    seen.add(name);
    const last = past.findLast((other) => other.name === name);
    return [{ name, last: last ? { date: last.date, engineer: last.engineer } : null, next: { date, engineer } }];
  });
}
