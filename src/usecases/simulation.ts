import { CONFLICTS_AHEAD, type Conflict, conflictsOf } from '../domain/conflicts';
import { daysIn, holidaysAmong } from '../domain/days';
import { type Gap, gapsBetween } from '../domain/gaps';
import type { EngineerId, OverrideId, SwapId, TimeOffId } from '../domain/ids';
import { addDays, type Interval, instantOf, type LocalDate, later, localDateOf } from '../domain/interval';
import { type Result, succeed } from '../domain/result';
import { firstHandoff, shiftsBetween } from '../domain/rotation';
import { onCallAt, type Stretch, scheduleBetween } from '../domain/schedule';
import { overridesOf } from '../domain/swap';
import type { Team } from '../domain/team';
import { lightens, type Suggestion, suggestCovers, suggestTrades } from '../domain/trades';
import { type Balance, balancesOf } from './balance';
import { addTimeOff, type Days, type TimeOffRefusal } from './time-off';

/** Weeks that are simulated unless told, and at most: five years. */
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
  const from = localDateOf(later(now, firstHandoff(planned)), planned.timezone);
  const end = addDays(from, 7 * ask.weeks);
  const [start, over] = [from, end].map((date) => instantOf(date, '00:00', planned.timezone)) as [Date, Date];
  const span = { start: later(start, firstHandoff(planned)), end: over };
  const { conflicts, team: suggested } = withSuggestions(planned, span, now);
  return succeed({
    ...{ from, to: addDays(end, -1), span, conflicts },
    stretches: scheduleBetween(planned, span),
    gaps: gapsBetween(planned, span),
    planned: outcomeOf(planned, span, now),
    suggested: outcomeOf(suggested, span, now),
  });
}

/** Takes what Baton would suggest for each conflict when it would ask, one after the other, as if everybody agreed. */
function withSuggestions(planned: Team, span: Interval, now: Date): Pick<Simulation, 'conflicts'> & { team: Team } {
  const conflicts: { conflict: Conflict; mend: Suggestion | null }[] = [];
  const seen = new Set<string>();
  const reach = span.end.getTime() - now.getTime();
  const known = new Set(conflictsOf(planned, now, reach).map(({ key }) => key));
  let team = planned;
  for (;;) {
    const next = conflictsOf(team, now, reach).find(({ key }) => !seen.has(key));
    if (!next) return { conflicts, team };
    seen.add(next.key);
    const asked = later(now, new Date(next.span.start.getTime() - CONFLICTS_AHEAD));
    const mend = mendOf(team, next, asked);
    // Who took a holiday over by a suggestion, and keeps it, is no news.
    if (mend || known.has(next.key)) conflicts.push({ conflict: next, mend });
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

function outcomeOf(team: Team, span: Interval, now: Date): Outcome {
  const holidays = new Map<string, Map<EngineerId, number>>();
  for (const day of daysIn(team, span)) {
    const engineer = onCallAt(team, day.noon)?.primary.engineer;
    const [holiday] = engineer ? holidaysAmong(team, engineer, [day]) : [];
    if (!engineer || !holiday) continue;
    const turns = holidays.get(holiday.name) ?? new Map<EngineerId, number>();
    holidays.set(holiday.name, turns.set(engineer, (turns.get(engineer) ?? 0) + 1));
  }
  return { team, balances: balancesOf(team, shiftsBetween(team, span), now), holidays };
}
