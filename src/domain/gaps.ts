import { timeOffSpan } from './availability';
import type { EngineerId, PipelineId } from './ids';
import { type Interval, overlap } from './interval';
import { scheduleBetween } from './schedule';
import type { Duty, Team } from './team';

/** A duty, or both ownerships of a pipeline, with nobody reachable. */
export type Gap = Interval &
  ({ readonly kind: 'duty'; readonly duty: Duty } | { readonly kind: 'ownership'; readonly pipeline: PipelineId });

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
  for (const { id, primaryOwner, secondaryOwner } of team.pipelines.values())
    for (const one of absences(team, primaryOwner, span))
      for (const other of absences(team, secondaryOwner, span)) {
        const both = overlap(one, other);
        if (both) yield { kind: 'ownership', pipeline: id, ...both };
      }
}

/** When the engineer is on time off within the span; entries that touch are one. */
function absences(team: Team, engineer: EngineerId, span: Interval): readonly Interval[] {
  const spans = team.timeOff
    .filter((entry) => entry.engineer === engineer)
    .flatMap((entry) => {
      const counted = timeOffSpan(entry);
      return (counted && overlap(counted, span)) ?? [];
    })
    .sort((one, other) => one.start.getTime() - other.start.getTime());
  const merged: Interval[] = [];
  for (const next of spans) {
    const last = merged.at(-1);
    if (last && next.start <= last.end)
      merged[merged.length - 1] = { start: last.start, end: next.end > last.end ? next.end : last.end };
    else merged.push(next);
  }
  return merged;
}
