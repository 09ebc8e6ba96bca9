import { CONFLICTS_AHEAD, type Conflict, conflictsOf } from '../domain/conflicts';
import { daysIn, holidaysAmong } from '../domain/days';
import { type Gap, gapsBetween } from '../domain/gaps';
import type { EngineerId, OverrideId, SwapId, TimeOffId } from '../domain/ids';
import { addDays, type Interval, type LocalDate, later, localDateOf } from '../domain/interval';
import { type Result, succeed } from '../domain/result';
import { firstShift, type Shift, shiftAfter, shiftAt } from '../domain/rotation';
import { onCallAt, type Stretch, scheduleBetween } from '../domain/schedule';
import { overridesOf } from '../domain/swap';
import type { Team } from '../domain/team';
import { lightens, type Suggestion, suggestCovers, suggestTrades } from '../domain/trades';
import { type Balance, balancesOf } from './balance';
import { addTimeOff, type Days, type TimeOffRefusal } from './time-off';

/** Shifts that are simulated unless told, and at most: five years of weeks. */
export const SIMULATED_WEEKS = { usual: 52, most: 260 } as const;

export type SimulationAsk = {
  readonly weeks: number;
  /** Time off as if it were recorded. */
  readonly away: readonly (Days & { readonly engineer: EngineerId })[];
};

/** How a plan would go, as it stands or with what Baton suggests. */
type Outcome = {
  readonly team: Team;
  readonly balances: readonly Balance[];
  /** How often each engineer would be on call on each holiday, by its name. */
  readonly holidays: ReadonlyMap<string, ReadonlyMap<EngineerId, number>>;
};

export type Simulation = {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly span: Interval;
  readonly stretches: readonly Stretch[];
  /** Each with the swap that Baton would suggest; null where it is better kept, or nobody could take it. */
  readonly conflicts: readonly { readonly conflict: Conflict; readonly mend: Suggestion | null }[];
  readonly gaps: readonly Gap[];
  readonly planned: Outcome;
  readonly suggested: Outcome;
};

/** Plays the coming weeks through: the schedule, what conflicts, what Baton would suggest then, and what that makes of the turns. */
export function simulate(team: Team, ask: SimulationAsk, now: Date): Result<Simulation, TimeOffRefusal> {
  let planned = team;
  for (const [place, { engineer, from, to }] of ask.away.entries()) {
    const id = `imagined-${place}` as TimeOffId;
    const added = addTimeOff(planned, { id, engineer, from, to, reason: null, by: engineer }, now);
    if (added.ok) planned = { ...planned, timeOff: [...planned.timeOff, added.value.answer.timeOff] };
    else if (added.refusal.kind !== 'off-already') return added;
  }
  const shifts = shiftsFrom(planned, shiftAt(planned, now) ?? firstShift(planned), ask.weeks);
  const span = { start: shifts[0].start, end: (shifts.at(-1) ?? shifts[0]).end };
  const dateOf = (instant: Date): LocalDate => localDateOf(instant, planned.timezone);
  const { conflicts, team: suggested } = withSuggestions(planned, span, now);
  return succeed({
    ...{ from: dateOf(span.start), to: addDays(dateOf(span.end), -1), span, conflicts },
    stretches: scheduleBetween(planned, span),
    gaps: gapsBetween(planned, span),
    planned: outcomeOf(planned, shifts, now),
    suggested: outcomeOf(suggested, shifts, now),
  });
}

/** Takes what Baton would suggest for each conflict when it would ask, one after the other, as if everybody agreed. */
function withSuggestions(planned: Team, span: Interval, now: Date): Pick<Simulation, 'conflicts'> & { team: Team } {
  const conflicts: { conflict: Conflict; mend: Suggestion | null }[] = [];
  const seen = new Set<string>();
  const reach = span.end.getTime() - now.getTime();
  let team = planned;
  for (;;) {
    const next = conflictsOf(team, now, reach).find(({ key }) => !seen.has(key));
    if (!next) return { conflicts, team };
    seen.add(next.key);
    const asked = later(now, new Date(next.span.start.getTime() - CONFLICTS_AHEAD));
    const mend = mendOf(team, next, asked);
    conflicts.push({ conflict: next, mend });
    if (!mend) continue;
    const swap = { id: next.key as SwapId, kind: mend.legs.length > 1 ? 'trade' : 'cover', legs: mend.legs } as const;
    const added = overridesOf(team, swap, asked, (place) => `${next.key}:${place}` as OverrideId);
    team = { ...team, overrides: [...team.overrides, ...added] };
  }
}

/** The best trade, else the best cover; of a holiday only one that leaves fewer of them on duty, or makes the turns fairer. */
function mendOf(team: Team, { kind, engineer, duty, shift }: Conflict, at: Date): Suggestion | null {
  const part = { duty, shift, days: null };
  const helps = (each: Suggestion): boolean => kind === 'time-off' || lightens(team, each);
  return (
    suggestTrades(team, engineer, part, at).find(helps) ?? suggestCovers(team, engineer, part, at).find(helps) ?? null
  );
}

/** So many shifts, the first included. */
function shiftsFrom(team: Team, first: Shift, count: number): readonly [Shift, ...Shift[]] {
  const shifts: [Shift, ...Shift[]] = [first];
  for (let shift = first; shifts.length < count; shifts.push(shift)) shift = shiftAfter(team, shift);
  return shifts;
}

function outcomeOf(team: Team, shifts: readonly Shift[], now: Date): Outcome {
  const holidays = new Map<string, Map<EngineerId, number>>();
  for (const day of shifts.flatMap((shift) => daysIn(team, shift))) {
    const engineer = onCallAt(team, day.noon)?.primary.engineer;
    const [holiday] = engineer ? holidaysAmong(team, engineer, [day]) : [];
    if (!engineer || !holiday) continue;
    const turns = holidays.get(holiday.name) ?? new Map<EngineerId, number>();
    holidays.set(holiday.name, turns.set(engineer, (turns.get(engineer) ?? 0) + 1));
  }
  return { team, balances: balancesOf(team, shifts, now), holidays };
}
