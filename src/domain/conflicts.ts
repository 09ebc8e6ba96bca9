import { awayUntil } from './availability';
import { daysIn, holidaysAmong } from './days';
import type { EngineerId } from './ids';
import { contains, DAY, type Interval, isBefore, type LocalDate, later, overlap } from './interval';
import { refOf, shiftsBetween } from './rotation';
import { heldSpans, holdersOf } from './schedule';
import { absenceIn, isPending, isShortAbsence, spanOf } from './swap';
import { DUTIES, type Duty, engineerOf, type ShiftRef, type Team } from './team';

/** A duty that falls on a holiday of whoever holds it, or on their time off. */
export type Conflict = {
  /**
   * The same for as long as it is about the same: the engineer, the duty and the shift, and the holidays or when the newest
   * absence was recorded. An answer to it counts no longer than that.
   */
  readonly key: string;
  readonly kind: 'holiday' | 'time-off';
  readonly engineer: EngineerId;
  readonly duty: Duty;
  readonly shift: ShiftRef;
  readonly span: Interval;
  readonly holidays: readonly { readonly date: LocalDate; readonly name: string }[];
  /** Everybody who could take it has the same holidays. */
  readonly isShared: boolean;
  /** When it could be known first, when the first of it begins, and when the last of it is over. */
  readonly since: Date;
  readonly begins: Date;
  readonly until: Date;
};

/** How far ahead conflicts are looked for, in milliseconds. */
export const CONFLICTS_AHEAD = 56 * DAY;

/** The conflicts in the shifts of the coming weeks, what begins first first. Those that a request is open for are left out. */
export function conflictsOf(team: Team, now: Date, reach = CONFLICTS_AHEAD): readonly Conflict[] {
  return shiftsBetween(team, { start: now, end: new Date(now.getTime() + reach) }).flatMap((shift) => {
    const ahead = { start: later(shift.start, now), end: shift.end };
    const ref = refOf(shift);
    const seen = new Date(shift.start.getTime() - CONFLICTS_AHEAD);
    return DUTIES.flatMap((duty) =>
      [...new Set(holdersOf(team, duty, ahead))].flatMap((engineer): Conflict[] => {
        if (engineerOf(team, engineer).leftAt || isAskedFor(team, engineer, duty, shift, now)) return [];
        const about = { engineer, duty, shift: ref, span: { start: shift.start, end: shift.end } };
        const key = (kind: string, matter: string) =>
          `${kind}:${duty}:v${ref.version}.${ref.turn}:${engineer}:${matter}`;
        const found: Conflict[] = [];
        const away = awayIn(team, engineer, duty, ahead);
        if (away && !isShortAbsence(away)) {
          const recorded = recordedOf(team, engineer, ahead) ?? seen;
          found.push({
            ...{ ...about, key: key('time-off', recorded.toISOString()), kind: 'time-off' },
            ...{ holidays: [], isShared: false, since: later(seen, recorded), begins: away.start, until: away.end },
          });
        }
        const theirs = daysIn(team, ahead).filter(({ noon }) => holderAt(team, duty, noon) === engineer);
        // Who took a day over saw whose holiday it is; who is away on it is asked about that.
        const asked = theirs.filter(({ noon }) => !isTaken(team, engineer, noon) && !awayUntil(team, engineer, noon));
        const holidays = duty === 'primary' ? holidaysAmong(team, engineer, asked) : [];
        if (holidays.length > 0) {
          const days = theirs.filter(({ noon }) => holidays.some((holiday) => +holiday.noon === +noon));
          const others = shift.version.order.filter((id) => id !== engineer && !engineerOf(team, id).leftAt);
          const isShared =
            others.length > 0 && others.every((id) => holidaysAmong(team, id, days).length === days.length);
          // Those of the shift that are over by now are part of it still.
          const all = holidaysAmong(team, engineer, daysIn(team, shift)).map(({ date }) => date.slice(5));
          const [begins, until] = [days[0]?.noon ?? shift.start, days.at(-1)?.noon ?? shift.end];
          found.push({
            ...about,
            key: key('holiday', all.join()),
            kind: 'holiday',
            holidays: holidays.map(({ date, name }) => ({ date, name })),
            isShared,
            since: seen,
            begins,
            until,
          });
        }
        return found;
      }),
    );
  });
}

/** The longest time of a span that somebody holds a duty and is away: what others took of it is theirs. */
function awayIn(team: Team, engineer: EngineerId, duty: Duty, span: Interval): Interval | undefined {
  const held = heldSpans(team, duty, engineer, span).flatMap((each) => absenceIn(team, engineer, each) ?? []);
  return held.reduce<Interval | undefined>((one, other) => (one && !isLonger(other, one) ? one : other), undefined);
}

const isLonger = (one: Interval, other: Interval): boolean =>
  one.end.getTime() - one.start.getTime() > other.end.getTime() - other.start.getTime();

const holderAt = (team: Team, duty: Duty, instant: Date): EngineerId | undefined =>
  holdersOf(team, duty, { start: instant, end: new Date(instant.getTime() + 1) })[0];

/** Whether somebody holds the first duty at an instant by a swap. */
const isTaken = (team: Team, engineer: EngineerId, instant: Date): boolean =>
  team.overrides.some(
    (override) =>
      override.duty === 'primary' &&
      override.engineer === engineer &&
      !override.voidedAt &&
      contains(override.span, instant),
  );

/** When the newest absence of somebody that meets a span was recorded. */
const recordedOf = (team: Team, engineer: EngineerId, span: Interval): Date | undefined =>
  team.timeOff
    .filter((each) => each.engineer === engineer && !each.cancelledAt && overlap(each.span, span))
    .map(({ recordedAt }) => recordedAt)
    .reduce<Date | undefined>((newest, each) => (newest && isBefore(each, newest) ? newest : each), undefined);

const isAskedFor = (team: Team, engineer: EngineerId, duty: Duty, span: Interval, now: Date): boolean =>
  [...team.swaps.values()].some(
    (swap) =>
      isPending(team, swap, now) &&
      swap.legs.some((leg) => {
        const part = leg.from === engineer && leg.duty === duty && spanOf(team, leg);
        return part && overlap(part, span) !== undefined;
      }),
  );
