import type { EngineerId } from './ids';
import {
  addDays,
  DAY,
  type Interval,
  instantOfWall,
  isBefore,
  type LocalTime,
  later,
  overlap,
  type Weekday,
  wallOf,
  weekdayOf,
  type Zone,
} from './interval';
import { type Result, refuse, succeed } from './result';
import type { RotationVersion, ShiftRef, Team } from './team';

const WEEK = 7 * DAY;

/** One turn of the rotation, from handoff to handoff, as the order has it: before overrides and time off. */
export type Shift = Interval & {
  readonly version: RotationVersion;
  /** Counts from 0 within its version. */
  readonly turn: number;
  readonly primary: EngineerId;
  readonly backup: EngineerId;
  /** The primary's place in the order, counted from 1, and the order's length. */
  readonly week: { readonly number: number; readonly of: number };
};

/** A version with the part of time it governs; the last one has no end. */
type Reign = {
  readonly version: RotationVersion;
  readonly turns: number;
  readonly start: Date;
  readonly end: Date | null;
};

/** When the first shift of a team begins; nobody is on call before. */
export function firstHandoff(team: Pick<Team, 'rotation'>): Date {
  return (reignsOf(team.rotation)[0] as Reign).start;
}

/** The shift that `instant` lies in, or undefined before the first. */
export function shiftAt(team: Pick<Team, 'rotation'>, instant: Date): Shift | undefined {
  const reign = reignsOf(team.rotation).findLast(({ start }) => start.getTime() <= instant.getTime());
  return reign && shiftOf(reign, Math.min(turnAt(reign.version, instant), reign.turns - 1));
}

/** The first shift of a team. */
export function firstShift(team: Pick<Team, 'rotation'>): Shift {
  const shift = shiftAt(team, firstHandoff(team));
  if (!shift) throw new Error('a rotation has a first shift');
  return shift;
}

/** How a shift is named. */
export const refOf = ({ version, turn }: Shift): ShiftRef => ({ version: version.number, turn });

/** Whether two names are of one shift. */
export const isSameShift = (one: ShiftRef, other: ShiftRef): boolean =>
  one.version === other.version && one.turn === other.turn;

/** The shift with this name; undefined where a later version has taken its place. */
export function shiftNamed(team: Pick<Team, 'rotation'>, { version, turn }: ShiftRef): Shift | undefined {
  const reign = reignsOf(team.rotation).find((each) => each.version.number === version);
  return reign && turn >= 0 && turn < reign.turns ? shiftOf(reign, turn) : undefined;
}

/** When a shift would be if no later version had taken its place; undefined for a version that never was. */
export function plannedSpan(team: Pick<Team, 'rotation'>, { version, turn }: ShiftRef): Interval | undefined {
  const planned = team.rotation.find(({ number }) => number === version);
  return planned && { start: handoffAt(planned, turn), end: handoffAt(planned, turn + 1) };
}

/** The shift after this one. */
export function shiftAfter(team: Pick<Team, 'rotation'>, shift: Shift): Shift {
  const next = shiftAt(team, shift.end);
  if (!next) throw new Error('a shift is followed by a shift');
  return next;
}

/** Every shift that shares time with the span, in order. */
export function shiftsBetween(team: Pick<Team, 'rotation'>, span: Interval): Shift[] {
  const shifts: Shift[] = [];
  let shift = shiftAt(team, later(span.start, firstHandoff(team)));
  for (; shift && overlap(shift, span); shift = shiftAfter(team, shift)) shifts.push(shift);
  return shifts;
}

/** What a new version asks for; what is left out stays as it is. */
export type RotationChange = {
  /** A handoff that is still ahead. The new version begins on its day, or on the first day after it that suits. */
  readonly from: Date;
  readonly order?: RotationVersion['order'];
  readonly backupOffset?: number;
  readonly day?: Weekday;
  readonly time?: LocalTime;
  readonly timezone?: Zone;
};

export type RotationRefusal =
  | { readonly kind: 'not-a-handoff'; readonly from: Date }
  | { readonly kind: 'already-begun'; readonly from: Date }
  | { readonly kind: 'listed-twice'; readonly engineer: EngineerId }
  | { readonly kind: 'backup-is-primary'; readonly backupOffset: number; readonly order: number };

/**
 * The version that would change the rotation from a handoff on. It begins with who is due then, or the next of those who
 * stay; whoever was primary just before does not begin, so that a change gives nobody two turns running.
 */
export function changeRotation(
  team: Team,
  change: RotationChange,
  now: Date,
): Result<RotationVersion, RotationRefusal> {
  const { from } = change;
  // A change that has not begun can be replaced by another from the same handoff, or an earlier one.
  const standing = { rotation: beforeChangesFrom(team.rotation, from) };
  const due = shiftAt(standing, from);
  if (due?.start.getTime() !== from.getTime()) return refuse({ kind: 'not-a-handoff', from });
  if (from <= now) return refuse({ kind: 'already-begun', from });
  // What is left out stays as it is planned now, in the newest version.
  const newest = team.rotation[team.rotation.length - 1] as RotationVersion;
  const order = change.order ?? newest.order;
  const twice = order.find((engineer, place) => order.indexOf(engineer) !== place);
  if (twice) return refuse({ kind: 'listed-twice', engineer: twice });
  const backupOffset = change.backupOffset ?? newest.backupOffset;
  if (backupOffset % order.length === 0)
    return refuse({ kind: 'backup-is-primary', backupOffset, order: order.length });
  const day = change.day ?? weekdayOf(newest.firstHandoff.date);
  const version: RotationVersion = {
    number: newest.number + 1,
    firstHandoff: {
      date: firstOn(day, addDays(due.version.firstHandoff.date, 7 * due.turn)),
      time: change.time ?? newest.firstHandoff.time,
    },
    timezone: change.timezone ?? newest.timezone,
    order,
    startIndex: startIndex(order, due, shiftAt(standing, new Date(from.getTime() - 1))?.primary),
    backupOffset,
    from,
  };
  const start = handoffAt(version, 0);
  return start > now ? succeed(version) : refuse({ kind: 'already-begun', from: start });
}

function beforeChangesFrom([first, ...changes]: Team['rotation'], from: Date): Team['rotation'] {
  return [first, ...changes.filter((version) => version.from && isBefore(version.from, from))];
}

function startIndex(order: RotationVersion['order'], due: Shift, justDone: EngineerId | undefined): number {
  const old = due.version.order;
  const place = old.indexOf(due.primary);
  const inTurn = [...old.slice(place), ...old.slice(0, place)];
  const starter = inTurn.find((engineer) => order.includes(engineer) && engineer !== justDone);
  if (starter) return order.indexOf(starter);
  return justDone && order.includes(justDone) ? (order.indexOf(justDone) + 1) % order.length : 0;
}

function firstOn(day: Weekday, date: string): string {
  let candidate = date;
  while (weekdayOf(candidate) !== day) candidate = addDays(candidate, 1);
  return candidate;
}

function shiftOf(reign: Reign, turn: number): Shift {
  const { version } = reign;
  const { order } = version;
  const place = (version.startIndex + turn) % order.length;
  return {
    version,
    turn,
    start: handoffAt(version, turn),
    end: reign.end && turn === reign.turns - 1 ? reign.end : handoffAt(version, turn + 1),
    primary: order[place] as EngineerId,
    backup: order[(place + version.backupOffset) % order.length] as EngineerId,
    week: { number: place + 1, of: order.length },
  };
}

const reigns = new WeakMap<Team['rotation'], readonly Reign[]>();

/**
 * Which version governs when: each begins at its first handoff, and ends the turns from the handoff it replaces on. One
 * that is replaced before it began never governs.
 */
function reignsOf(rotation: Team['rotation']): readonly Reign[] {
  const known = reigns.get(rotation);
  if (known) return known;
  const result: Reign[] = [];
  for (const version of rotation) {
    const start = handoffAt(version, 0);
    const { from } = version;
    let last = result.pop();
    while (from && last && isReplacedBefore(last, from)) last = result.pop();
    if (from && last) {
      const turns = turnAt(last.version, new Date(from.getTime() - 1)) + 1;
      result.push({ ...last, turns: Math.min(turns, last.turns), end: start });
    }
    result.push({ version, turns: Number.POSITIVE_INFINITY, start, end: null });
  }
  reigns.set(rotation, result);
  return result;
}

/** Whether a version is itself replaced from the handoff it replaced, or before it began. */
function isReplacedBefore({ version, start }: Reign, from: Date): boolean {
  return !isBefore(start, from) || (version.from !== null && !isBefore(version.from, from));
}

/** The turn of a version that `instant` would lie in if no other version followed; at least 0. */
function turnAt(version: RotationVersion, instant: Date): number {
  const at = instant.getTime();
  let turn = Math.max(0, Math.floor((at - handoffAt(version, 0).getTime()) / WEEK));
  while (handoffAt(version, turn + 1).getTime() <= at) turn += 1;
  while (turn > 0 && handoffAt(version, turn).getTime() > at) turn -= 1;
  return turn;
}

type Handoffs = { readonly first: number; readonly byTurn: Map<number, Date> };

const handoffs = new WeakMap<RotationVersion, Handoffs>();

/** When turn `turn` of a version begins. Remembered: the arithmetic of zones is most of what a question costs. */
function handoffAt(version: RotationVersion, turn: number): Date {
  let known = handoffs.get(version);
  if (!known) {
    const { date, time } = version.firstHandoff;
    known = { first: wallOf(date, time), byTurn: new Map() };
    handoffs.set(version, known);
  }
  let instant = known.byTurn.get(turn);
  if (!instant) {
    instant = new Date(instantOfWall(known.first + turn * WEEK, version.timezone));
    known.byTurn.set(turn, instant);
  }
  return instant;
}
