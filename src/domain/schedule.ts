import { absences } from './availability';
import type { EngineerId } from './ids';
import { contains, type Interval, isBefore, overlap } from './interval';
import { firstHandoff, type Shift, shiftAfter, shiftAt, shiftsBetween } from './rotation';
import { type Duty, effective, type Override, type Team } from './team';

/** Why somebody holds a duty. */
export type Reason =
  | { readonly kind: 'rotation' }
  | { readonly kind: 'trade'; readonly replaces: EngineerId; readonly agreedAt: Date }
  | { readonly kind: 'cover'; readonly replaces: EngineerId; readonly agreedAt: Date }
  | { readonly kind: 'repair'; readonly replaces: EngineerId; readonly because: 'away' | 'is-primary' };

/** Somebody on a duty, and why. */
export type Assignment = { readonly engineer: EngineerId; readonly reason: Reason };

/** A part of a shift in which nothing changes; a shift nobody touched is one stretch. */
export type Stretch = Interval & {
  readonly shift: Shift;
  /** On time off themselves where `gaps` has `primary`. */
  readonly primary: Assignment;
  /** Null where nobody is left. */
  readonly backup: Assignment | null;
  /** Duties with nobody reachable. */
  readonly gaps: readonly Duty[];
};

/** Who is on call at `instant`, and why; undefined before the first shift. */
export function onCallAt(team: Team, instant: Date): Stretch | undefined {
  const shift = shiftAt(team, instant);
  return shift && stretchesOf(team, shift).find((stretch) => contains(stretch, instant));
}

/** Who is on call through the span, in stretches that tile it (from the first shift on), cut to it. */
export function scheduleBetween(team: Team, span: Interval): Stretch[] {
  const stretches: Stretch[] = [];
  for (const shift of shiftsBetween(team, span)) {
    for (const stretch of stretchesOf(team, shift)) {
      const shared = overlap(stretch, span);
      if (!shared) continue;
      const isWhole = shared.start === stretch.start && shared.end === stretch.end;
      stretches.push(isWhole ? stretch : { ...stretch, start: shared.start, end: shared.end });
    }
  }
  return stretches;
}

/** Until when whoever has a duty at `instant` keeps it, and who follows; looks a year ahead. Before the first shift: who begins it. */
export function nextHandover(
  team: Team,
  instant: Date,
  duty: Duty = 'primary',
): { readonly at: Date; readonly to: Stretch } | undefined {
  const now = onCallAt(team, instant);
  if (!now) {
    const begin = onCallAt(team, firstHandoff(team));
    return begin && { at: begin.start, to: begin };
  }
  let shift = now.shift;
  for (let weeks = 0; weeks <= 52; weeks += 1, shift = shiftAfter(team, shift)) {
    const to = stretchesOf(team, shift).find(
      (stretch) => stretch.start > instant && stretch[duty]?.engineer !== now[duty]?.engineer,
    );
    if (to) return { at: to.start, to };
  }
  return undefined;
}

/** Until when the backup of `instant` stays, where somebody else follows before the primary changes. */
export function backupUntil(team: Team, instant: Date): Date | undefined {
  const [end, handover] = [nextHandover(team, instant, 'backup')?.at, nextHandover(team, instant)?.at];
  return end && (!handover || isBefore(end, handover)) ? end : undefined;
}

/** What the resolver keeps of a snapshot, which never changes: who is away when, and the shifts asked for so far. */
type Known = {
  readonly overrides: readonly Override[];
  readonly absences: readonly Dated<EngineerId>[];
  readonly shifts: Map<number, readonly Stretch[]>;
};

type Dated<T> = { readonly span: Interval; readonly value: T };

const snapshots = new WeakMap<Team, Known>();

function knownOf(team: Team): Known {
  let known = snapshots.get(team);
  if (!known) {
    known = {
      overrides: team.overrides,
      absences: [...absences(team)].flatMap(([value, spans]) => spans.map((span) => ({ span, value }))),
      shifts: new Map(),
    };
    snapshots.set(team, known);
  }
  return known;
}

/**
 * Everybody who should hold a duty in a span, by the rotation and what was agreed, whether or not they can: no repair. In
 * order of time; somebody who holds it twice is there twice.
 */
export function holdersOf(team: Pick<Team, 'rotation' | 'overrides'>, duty: Duty, span: Interval): EngineerId[] {
  const holders: EngineerId[] = [];
  for (const shift of shiftsBetween(team, span)) {
    const overrides = datedIn(shift, team.overrides);
    for (const slice of slices(shift, overrides)) {
      if (!overlap(slice, span)) continue;
      const { engineer } = planned(shift, overrides, duty, slice.start);
      if (holders.at(-1) !== engineer) holders.push(engineer);
    }
  }
  return holders;
}

/** The parts of a span in which an engineer holds a duty, by the rotation and what was agreed, in order. */
export const heldSpans = (team: Team, duty: Duty, engineer: EngineerId, span: Interval): readonly Interval[] =>
  shiftsBetween(team, span).flatMap((shift) => {
    const overrides = datedIn(shift, team.overrides);
    const held: Interval[] = [];
    for (const slice of slices(shift, overrides)) {
      const part = overlap(slice, span);
      if (!part || planned(shift, overrides, duty, slice.start).engineer !== engineer) continue;
      const last = held.at(-1);
      if (last && last.end.getTime() === part.start.getTime()) held[held.length - 1] = { ...last, end: part.end };
      else held.push(part);
    }
    return held;
  });

/** The overrides that count within a shift, and when. */
const datedIn = (shift: Shift, overrides: readonly Override[]): Dated<Override>[] =>
  within(shift, overrides).flatMap((value) => {
    const span = effective(value.span, value.recordedAt, value.voidedAt);
    return span ? [{ span, value }] : [];
  });

/** The stretches of a shift. Remembered for as long as the snapshot lives, which never changes. */
export function stretchesOf(team: Team, shift: Shift): readonly Stretch[] {
  const known = knownOf(team);
  const key = shift.start.getTime();
  let stretches = known.shifts.get(key);
  if (!stretches) {
    stretches = resolve(known, shift);
    known.shifts.set(key, stretches);
  }
  return stretches;
}

/**
 * Goes through a shift in the order of time, so that what is recorded at a moment can only change what comes after it:
 * a stand-in, once found, is kept while it is needed and can be kept.
 */
function resolve(known: Known, shift: Shift): Stretch[] {
  const overrides = datedIn(shift, known.overrides);
  const absent = within(shift, known.absences);
  const standIns: StandIns = { primary: null, backup: null };
  const stretches: Stretch[] = [];
  for (const slice of slices(shift, [...overrides, ...absent])) {
    const at = slice.start;
    const away = absent.length === 0 ? NOBODY : absentAt(absent, at);
    const primary = planned(shift, overrides, 'primary', at);
    const backup = planned(shift, overrides, 'backup', at);
    const duties = assign(shift, primary, backup, away, standIns);
    const last = stretches.at(-1);
    const start = last && sameDuties(last, duties) ? (stretches.pop() as Stretch).start : slice.start;
    stretches.push({ start, end: slice.end, shift, primary: duties.primary, backup: duties.backup, gaps: duties.gaps });
  }
  return stretches;
}

const NOBODY: ReadonlySet<EngineerId> = new Set();

const absentAt = (absent: readonly Dated<EngineerId>[], at: Date): ReadonlySet<EngineerId> =>
  new Set(absent.filter(({ span }) => contains(span, at)).map(({ value }) => value));

/** The records that share time with a shift. Most share none. */
const within = <T extends { readonly span: Interval }>(shift: Shift, records: readonly T[]): readonly T[] =>
  records.filter(({ span }) => isBefore(span.start, shift.end) && isBefore(shift.start, span.end));

function slices(shift: Shift, dated: readonly Dated<unknown>[]): Interval[] {
  if (dated.length === 0) return [{ start: shift.start, end: shift.end }];
  const cuts = new Set([shift.start.getTime(), shift.end.getTime()]);
  for (const { span } of dated)
    for (const cut of [span.start, span.end]) if (contains(shift, cut)) cuts.add(cut.getTime());
  const instants = [...cuts].sort((one, other) => one - other);
  return instants.slice(1).map((end, place) => ({ start: new Date(instants[place] as number), end: new Date(end) }));
}

const BY_ROTATION: Reason = { kind: 'rotation' };

/** Who should hold the duty: the override recorded last, else the rotation. */
function planned(shift: Shift, overrides: readonly Dated<Override>[], duty: Duty, at: Date): Assignment {
  const override = overrides.findLast(({ span, value }) => value.duty === duty && contains(span, at));
  if (!override) return { engineer: shift[duty], reason: BY_ROTATION };
  const { engineer, kind, replaces, recordedAt: agreedAt } = override.value;
  return { engineer, reason: { kind, replaces, agreedAt } };
}

/** Who stands in for whom so far in this shift. The backup's is kept for as long as the primary is the same person. */
type StandIns = {
  primary: { readonly absent: EngineerId; readonly by: EngineerId } | null;
  backup: { readonly primary: EngineerId; readonly by: EngineerId } | null;
};

type Duties = Pick<Stretch, 'primary' | 'backup' | 'gaps'>;

function assign(
  shift: Shift,
  primary: Assignment,
  backup: Assignment,
  away: ReadonlySet<EngineerId>,
  standIns: StandIns,
): Duties {
  const holder = holderOfPrimary(shift, primary, backup.engineer, away, standIns);
  const second = holderOfBackup(shift, holder ?? primary, backup, away, standIns);
  return {
    primary: holder ?? primary,
    backup: second,
    gaps: [...(holder ? [] : (['primary'] as const)), ...(second ? [] : (['backup'] as const))],
  };
}

function holderOfPrimary(
  shift: Shift,
  primary: Assignment,
  backup: EngineerId,
  away: ReadonlySet<EngineerId>,
  standIns: StandIns,
): Assignment | undefined {
  const absent = primary.engineer;
  if (!away.has(absent)) {
    standIns.primary = null;
    return primary;
  }
  const kept = standIns.primary?.absent === absent ? standIns.primary.by : undefined;
  const by = [kept, backup, standIns.backup?.by].find(
    (candidate) => candidate && candidate !== absent && !away.has(candidate),
  );
  const holder = by ?? nextInOrder(shift, backup, (candidate) => candidate !== absent && !away.has(candidate));
  standIns.primary = holder ? { absent, by: holder } : null;
  return holder && { engineer: holder, reason: { kind: 'repair', replaces: absent, because: 'away' } };
}

function holderOfBackup(
  shift: Shift,
  primary: Assignment,
  backup: Assignment,
  away: ReadonlySet<EngineerId>,
  standIns: StandIns,
): Assignment | null {
  const onCall = primary.engineer;
  if (standIns.backup?.primary !== onCall) standIns.backup = null;
  const free = (candidate: EngineerId) => candidate !== onCall && !away.has(candidate);
  if (free(backup.engineer)) return backup;
  const kept = standIns.backup?.by;
  const by = kept && free(kept) ? kept : nextInOrder(shift, backup.engineer, free);
  if (!by) return null;
  standIns.backup = { primary: onCall, by };
  const because = backup.engineer === onCall ? 'is-primary' : 'away';
  return { engineer: by, reason: { kind: 'repair', replaces: backup.engineer, because } };
}

/** The first after `from` in the rotation's order that will do; from outside the order, the search begins after the shift's own backup. */
function nextInOrder(
  shift: Shift,
  from: EngineerId,
  willDo: (candidate: EngineerId) => boolean,
): EngineerId | undefined {
  const { order } = shift.version;
  const place = order.indexOf(order.includes(from) ? from : shift.backup);
  return [...order.slice(place + 1), ...order.slice(0, place + 1)].find(willDo);
}

function sameDuties(one: Duties, other: Duties): boolean {
  return same(one.primary, other.primary) && same(one.backup, other.backup) && one.gaps.length === other.gaps.length;
}

function same(one: Assignment | null, other: Assignment | null): boolean {
  if (!one || !other) return one === other;
  if (one.engineer !== other.engineer) return false;
  return one.reason === other.reason || inWords(one.reason) === inWords(other.reason);
}

/** Equal for equal reasons. */
function inWords(reason: Reason): string {
  if (reason.kind === 'rotation') return reason.kind;
  const detail = reason.kind === 'repair' ? reason.because : reason.agreedAt.getTime();
  return `${reason.kind} ${reason.replaces} ${detail}`;
}
