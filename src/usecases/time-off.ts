import type { EngineerId, TimeOffId } from '../domain/ids';
import { addDays, type Interval, instantOf, isBefore, type LocalDate, localDateOf, overlap } from '../domain/interval';
import { type Result, refuse, succeed } from '../domain/result';
import { refOf, shiftsBetween } from '../domain/rotation';
import { holdersOf } from '../domain/schedule';
import { isShortAbsence } from '../domain/swap';
import { DUTIES, engineerOf, LONGEST_REASON, type Part, type Team, type TimeOff, zoneOf } from '../domain/team';
import type { Decision } from './decision';
import { absenceNotices } from './swap-notices';

/** Why time off is not recorded or cancelled. */
export type TimeOffRefusal =
  | { readonly kind: 'not-on-team' }
  | { readonly kind: 'not-your-time'; readonly engineer: EngineerId }
  | { readonly kind: 'has-left'; readonly engineer: EngineerId }
  | { readonly kind: 'no-days'; readonly from: LocalDate; readonly to: LocalDate }
  | { readonly kind: 'too-long'; readonly most: number }
  | { readonly kind: 'reason-too-long'; readonly length: number }
  | { readonly kind: 'off-already'; readonly days: Days }
  | { readonly kind: 'no-time-off' };

/** The first and the last day of an absence, in the engineer's zone. */
export type Days = { readonly from: LocalDate; readonly to: LocalDate };

/** Days of one absence at most: a year. */
const MOST_DAYS = 366;

/** An absence as it stands, and the duties that fall into it. */
export type TimeOffKept = {
  readonly engineer: EngineerId;
  readonly timeOff: TimeOff;
  readonly days: Days;
  /** `isShort`: so few hours of it that it need not be swapped. */
  readonly duties: readonly (Pick<Part, 'duty' | 'shift'> & { readonly isShort: boolean })[];
};

/** What it was before: what a new absence became one with, or what is left of one that is undone. */
export type Earlier = { readonly earlier: readonly Days[] };

/**
 * Records that somebody cannot be reached from one day to another, both included, in their own zone: themselves, or a lead
 * for them. What it overlaps or touches becomes one with it. It counts from now on: the past stays.
 */
export function addTimeOff(
  team: Team,
  ask: Days & {
    readonly id: TimeOffId;
    readonly engineer: EngineerId;
    readonly reason: string | null;
    readonly by: EngineerId | null;
  },
  now: Date,
): Result<Decision<TimeOffKept & Earlier>, TimeOffRefusal> {
  const { id, engineer, from, to, by } = ask;
  const refused = refusalOf(team, engineer, by);
  if (refused) return refuse(refused);
  const person = engineerOf(team, engineer);
  if (person.leftAt) return refuse({ kind: 'has-left', engineer });
  const zone = zoneOf(team, person);
  if (to < from || to < localDateOf(now, zone)) return refuse({ kind: 'no-days', from, to });
  if (to > addDays(from, MOST_DAYS - 1)) return refuse({ kind: 'too-long', most: MOST_DAYS });
  const reason = ask.reason?.trim() || null;
  if (reason && reason.length > LONGEST_REASON) return refuse({ kind: 'reason-too-long', length: reason.length });
  const span = { start: instantOf(from, '00:00', zone), end: instantOf(addDays(to, 1), '00:00', zone) };
  const met = standingOf(team, engineer, now).filter((other) => touches(other.span, span));
  const same = met.find((other) => !isBefore(span.start, other.span.start) && !isBefore(other.span.end, span.end));
  if (same) return refuse({ kind: 'off-already', days: daysOf(team, same) });
  const whole = [span, ...met.map((other) => other.span)].reduce((one, other) => ({
    start: isBefore(other.start, one.start) ? other.start : one.start,
    end: isBefore(one.end, other.end) ? other.end : one.end,
  }));
  const timeOff: TimeOff = {
    ...{ id, engineer, span: whole, recordedAt: now, cancelledAt: null },
    reason:
      [...met.map((other) => other.reason), reason]
        .filter((each) => each !== null)
        .join('; ')
        .slice(0, LONGEST_REASON) || null,
  };
  const away: Team = { ...team, timeOff: [...team.timeOff, timeOff] };
  return succeed({
    answer: {
      ...{ engineer, timeOff, days: daysOf(team, timeOff), duties: dutiesIn(team, timeOff, now) },
      earlier: met.map((other) => daysOf(team, other)),
    },
    changes: [
      ...met.map((other) => ({ kind: 'time-off-cancelled' as const, timeOff: other.id, at: now })),
      { kind: 'time-off-added', timeOff },
    ],
    notices: absenceNotices(team, away, timeOff, [by], now),
  });
}

const touches = (one: Interval, other: Interval): boolean =>
  !isBefore(one.end, other.start) && !isBefore(other.end, one.start);

function refusalOf(team: Team, engineer: EngineerId, by: EngineerId | null): TimeOffRefusal | null {
  if (!by) return { kind: 'not-on-team' };
  return by === engineer || engineerOf(team, by).lead ? null : { kind: 'not-your-time', engineer };
}

/** Ends an absence: from now on they can be reached. Its owner, or a lead. `undo` leaves what it became one with as that was. */
export function cancelTimeOff(
  team: Team,
  ask: {
    readonly timeOff: TimeOffId;
    readonly by: EngineerId | null;
    readonly undo: boolean;
    readonly newId: () => string;
  },
  now: Date,
): Result<Decision<TimeOffKept & Earlier>, TimeOffRefusal> {
  const timeOff = team.timeOff.find(({ id }) => id === ask.timeOff);
  if (!timeOff) return refuse({ kind: 'no-time-off' });
  const refused = refusalOf(team, timeOff.engineer, ask.by);
  if (refused) return refuse(refused);
  if (timeOff.cancelledAt || !isBefore(now, timeOff.span.end)) return refuse({ kind: 'no-time-off' });
  const restored = (ask.undo ? joinedBy(team, timeOff) : [])
    .filter(({ span }) => isBefore(now, span.end))
    .map((each): TimeOff => ({ ...each, id: ask.newId() as TimeOffId, recordedAt: now, cancelledAt: null }));
  const back: Team = { ...team, timeOff: [...team.timeOff.filter(({ id }) => id !== timeOff.id), ...restored] };
  return succeed({
    answer: {
      ...{ engineer: timeOff.engineer, timeOff, days: daysOf(team, timeOff), duties: [] },
      earlier: restored.map((each) => daysOf(team, each)),
    },
    changes: [
      { kind: 'time-off-cancelled', timeOff: timeOff.id, at: now },
      ...restored.map((each) => ({ kind: 'time-off-added' as const, timeOff: each })),
    ],
    notices: absenceNotices(team, back, timeOff, [ask.by], now, 'absence-over'),
  });
}

/** What an absence became one with when it was recorded. */
const joinedBy = (team: Team, { engineer, recordedAt, span }: TimeOff): readonly TimeOff[] =>
  team.timeOff.filter(
    (each) =>
      each.engineer === engineer && each.cancelledAt?.getTime() === recordedAt.getTime() && touches(each.span, span),
  );

/** The absences of an engineer that are not over or cancelled, what comes first first. */
const standingOf = (team: Team, engineer: EngineerId, now: Date): readonly TimeOff[] =>
  team.timeOff
    .filter((each) => each.engineer === engineer && !each.cancelledAt && isBefore(now, each.span.end))
    .sort((one, other) => one.span.start.getTime() - other.span.start.getTime());

/** The days of an absence, as its owner's calendar shows them; of a cover, whose last night ends with the handoff's time, its own. */
function daysOf(team: Team, { engineer, span }: Pick<TimeOff, 'engineer' | 'span'>): Days {
  const zone = zoneOf(team, engineerOf(team, engineer));
  const [from, last] = [span.start, new Date(span.end.getTime() - 1)].map((at) => localDateOf(at, zone)) as [
    LocalDate,
    LocalDate,
  ];
  const isNight = from < last && isBefore(span.end, instantOf(last, '12:00', zone));
  return { from, to: isNight ? addDays(last, -1) : last };
}

/** The duties somebody holds while they are away, by the rotation and what was agreed. */
function dutiesIn(team: Team, { engineer, span }: TimeOff, now: Date): TimeOffKept['duties'] {
  const ahead = { start: isBefore(span.start, now) ? now : span.start, end: span.end };
  return shiftsBetween(team, ahead).flatMap((shift) => {
    const shared = overlap(shift, ahead);
    return shared
      ? DUTIES.filter((duty) => holdersOf(team, duty, shared).includes(engineer)).map((duty) => ({
          duty,
          shift: refOf(shift),
          isShort: isShortAbsence(shared),
        }))
      : [];
  });
}

export type TimeOffAnswer = {
  readonly kind: 'time-off';
  /** Those of whoever asks, and of the others; a reason is only where whoever asks may read it. */
  readonly own: readonly TimeOffKept[];
  readonly others: readonly TimeOffKept[];
  /** Whether whoever asks may take back those of others too. */
  readonly isLead: boolean;
};

/** Who is away when, as `by` may see it; null is somebody who is not on the team. */
export function listTimeOff(team: Team, by: EngineerId | null, now: Date): TimeOffAnswer {
  const all = [...team.engineers.keys()].flatMap((id) => standingOf(team, id, now));
  const seesReasons = (engineer: EngineerId) => by !== null && (engineer === by || engineerOf(team, by).lead);
  const kept = all.map(
    (timeOff): TimeOffKept => ({
      engineer: timeOff.engineer,
      timeOff: seesReasons(timeOff.engineer) ? timeOff : { ...timeOff, reason: null },
      days: daysOf(team, timeOff),
      duties: dutiesIn(team, timeOff, now),
    }),
  );
  return {
    kind: 'time-off',
    own: kept.filter(({ engineer }) => engineer === by),
    others: kept.filter(({ engineer }) => engineer !== by),
    isLead: by !== null && engineerOf(team, by).lead,
  };
}
