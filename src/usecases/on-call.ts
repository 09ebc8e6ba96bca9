import { awayUntil, holidayAt } from '../domain/availability';
import { type Favour, favoursOf } from '../domain/fairness';
import { type Gap, gapsBetween } from '../domain/gaps';
import type { EngineerId } from '../domain/ids';
import { addDays, type Interval, instantOf, type LocalDate, localDateOf, overlap } from '../domain/interval';
import { firstHandoff, shiftsBetween } from '../domain/rotation';
import { backupUntil, nextHandover, onCallAt, type Stretch, scheduleBetween, stretchesOf } from '../domain/schedule';
import { type Engineer, engineerOf, type Pipeline, type Team } from '../domain/team';

/** Who is on call, until when, and who follows. `current` is null before the first shift. */
export type NowAnswer = {
  readonly kind: 'now';
  readonly current: Stretch | null;
  readonly next: { readonly at: Date; readonly to: Stretch } | null;
  /** Until when the backup stays, where that ends before the primary changes. */
  readonly backupUntil: Date | null;
  /** The holiday of the primary today: others lead critical support, pipeline by pipeline. */
  readonly holiday: string | null;
};

/** Who is on call at `now`. */
export function whoIsOnCall(team: Team, now: Date): NowAnswer {
  const current = onCallAt(team, now) ?? null;
  return {
    kind: 'now',
    current,
    next: nextHandover(team, now) ?? null,
    backupUntil: (current && backupUntil(team, now)) ?? null,
    holiday: (current && holidayAt(team, engineerOf(team, current.primary.engineer), now)) ?? null,
  };
}

export type ScheduleAnswer = {
  readonly kind: 'schedule';
  readonly weeks: number;
  readonly stretches: readonly Stretch[];
  readonly gaps: readonly Gap[];
  /** When the first shift begins, if that is ahead. */
  readonly begins: Date | null;
};

/** The shift under way and those that follow, `weeks` in all. */
export function showSchedule(team: Team, ask: { readonly weeks: number }, now: Date): ScheduleAnswer {
  const current = onCallAt(team, now);
  const start = current?.shift.start ?? firstHandoff(team);
  const span = { start, end: dayBegins(team, addDays(localDateOf(start, team.timezone), 7 * ask.weeks)) };
  return {
    kind: 'schedule',
    weeks: ask.weeks,
    stretches: wholeStretches(team, span),
    gaps: gapsBetween(team, span),
    begins: current ? null : start,
  };
}

/** When a day of the team's zone begins. */
const dayBegins = (team: Team, date: LocalDate): Date => instantOf(date, '00:00', team.timezone);

/** Every stretch that shares time with the span, from its own start to its own end. */
function wholeStretches(team: Team, span: Interval): readonly Stretch[] {
  return shiftsBetween(team, span)
    .flatMap((shift) => stretchesOf(team, shift))
    .filter((stretch) => overlap(stretch, span));
}

export type DaysAnswer = Pick<ScheduleAnswer, 'stretches' | 'gaps'> & {
  readonly kind: 'days';
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** When the first shift of all begins. */
  readonly begins: Date;
};

/** The stretches that share time with the days of the team's zone from `from` to `to`, both included. */
export function showDays(team: Team, ask: { readonly from: LocalDate; readonly to: LocalDate }): DaysAnswer {
  const span = { start: dayBegins(team, ask.from), end: dayBegins(team, addDays(ask.to, 1)) };
  return {
    kind: 'days',
    ...ask,
    stretches: wholeStretches(team, span),
    gaps: gapsBetween(team, span),
    begins: firstHandoff(team),
  };
}

export type WhyAnswer = {
  readonly kind: 'why';
  readonly date: LocalDate;
  readonly stretches: readonly Stretch[];
  readonly begins: Date;
};

/** Who held each duty on a day of the team's zone, with the reasons. */
export function explain(team: Team, ask: { readonly date: LocalDate }): WhyAnswer {
  const span = { start: dayBegins(team, ask.date), end: dayBegins(team, addDays(ask.date, 1)) };
  return { kind: 'why', date: ask.date, stretches: scheduleBetween(team, span), begins: firstHandoff(team) };
}

export type PersonAnswer = {
  readonly kind: 'person';
  readonly engineer: Engineer;
  /** Whether it is the asker. */
  readonly self: boolean;
  readonly duty: 'primary' | 'backup' | null;
  readonly awayUntil: Date | null;
  /** When they are primary in the weeks ahead, what is under way first; a shift is one turn whatever its backup does. */
  readonly turns: readonly Interval[];
  readonly owns: readonly Pipeline[];
  readonly seconds: readonly Pipeline[];
  /** What they owe others and others owe them. */
  readonly favours: readonly Favour[];
};

/** Days ahead in which the turns of a person are shown: long enough for several turns in a team of four. */
const DAYS_AHEAD = 84;

/** What an engineer has to do with the team now and in the weeks ahead. */
export function describePerson(
  team: Team,
  ask: { readonly engineer: EngineerId; readonly self: boolean },
  now: Date,
): PersonAnswer {
  const { engineer: id, self } = ask;
  const current = onCallAt(team, now);
  const span = { start: current?.shift.start ?? now, end: new Date(now.getTime() + DAYS_AHEAD * 86_400_000) };
  const pipelines = [...team.pipelines.values()];
  return {
    kind: 'person',
    engineer: engineerOf(team, id),
    self,
    duty: current?.primary.engineer === id ? 'primary' : current?.backup?.engineer === id ? 'backup' : null,
    awayUntil: awayUntil(team, id, now) ?? null,
    turns: turnsOf(wholeStretches(team, span), id).filter(({ end }) => end > now),
    owns: pipelines.filter(({ primaryOwner }) => primaryOwner === id),
    seconds: pipelines.filter(({ secondaryOwner }) => secondaryOwner === id),
    favours: favoursOf(team).filter(({ from, to }) => from === id || to === id),
  };
}

function turnsOf(stretches: readonly Stretch[], engineer: EngineerId): readonly Interval[] {
  const turns: (Interval & { readonly shift: Stretch['shift'] })[] = [];
  for (const { start, end, shift, primary } of stretches) {
    if (primary.engineer !== engineer) continue;
    const last = turns.at(-1);
    const goesOn =
      last && last.shift.start.getTime() === shift.start.getTime() && last.end.getTime() === start.getTime();
    if (goesOn) turns[turns.length - 1] = { ...last, end };
    else turns.push({ start, end, shift });
  }
  return turns;
}
