import { absences } from './availability';
import { type Interval, overlap } from './interval';
import { scheduleBetween } from './schedule';
import type { Duty, GapMatter, Team } from './team';

/** A duty, or both ownerships of a pipeline, with nobody reachable. */
export type Gap = Interval & GapMatter;

/** Every gap that shares time with the span, cut to it, in order of its start. */
export function gapsBetween(team: Team, span: Interval): readonly Gap[] {
  return [...dutyGaps(team, span), ...ownershipGaps(team, span)].sort(
    (one, other) => one.start.getTime() - other.start.getTime(),
  );
}

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
