import { absences } from './availability';
import { type Interval, isBefore, overlap } from './interval';
import { scheduleBetween } from './schedule';
import type { Duty, GapMatter, Team } from './team';

/** A duty, or both ownerships of a pipeline, with nobody reachable. */
export type Gap = Interval & GapMatter;

/**
 * Every gap that shares time with the span, cut to it, in order of its start. Where nobody is on duty at all, it goes without
 * saying that nobody is backup.
 */
export function gapsBetween(team: Team, span: Interval): readonly Gap[] {
  const duties = [...dutyGaps(team, span)];
  return [...duties.filter((gap) => !duties.some((other) => swallows(other, gap))), ...ownershipGaps(team, span)].sort(
    (one, other) => one.start.getTime() - other.start.getTime(),
  );
}

/** Whether a gap says that of another too: nobody on duty for all the time in which nobody is backup. */
const swallows = (one: Gap, other: Gap): boolean =>
  isDuty(one, 'primary') &&
  isDuty(other, 'backup') &&
  !isBefore(other.start, one.start) &&
  !isBefore(one.end, other.end);

/** Whether a gap is one of a duty. */
export const isDuty = (gap: GapMatter, duty: Duty): boolean => gap.kind === 'duty' && gap.duty === duty;

function* dutyGaps(team: Team, span: Interval): Generator<Gap> {
  const open = new Map<Duty, Gap>();
  for (const { start, end, gaps } of scheduleBetween(team, span)) {
    for (const [duty, gap] of open) {
      if (gaps.includes(duty)) continue;
      yield gap;
      open.delete(duty);
    }
    for (const duty of gaps) open.set(duty, { kind: 'duty', duty, start: open.get(duty)?.start ?? start, end });
  }
  yield* open.values();
}

function* ownershipGaps(team: Team, span: Interval): Generator<Gap> {
  const away = absences(team);
  for (const { id, primaryOwner, secondaryOwner } of team.pipelines.values())
    for (const one of away.get(primaryOwner) ?? [])
      for (const other of away.get(secondaryOwner) ?? []) {
        const both = overlap(one, other);
        const shared = both && overlap(both, span);
        if (shared) yield { kind: 'ownership', pipeline: id, ...shared };
      }
}
