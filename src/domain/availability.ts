import type { EngineerId } from './ids';
import { contains, type Interval, localDateOf } from './interval';
import { type Engineer, effective, engineerOf, type Team, type TimeOff, zoneOf } from './team';

/** Whether somebody can be reached: always, for critical support only, or not before `until`. */
export type Availability =
  | { readonly kind: 'reachable' }
  | { readonly kind: 'holiday'; readonly name: string }
  | { readonly kind: 'away'; readonly until: Date };

/** When a time off counts, or undefined where it never does. */
export const timeOffSpan = (timeOff: TimeOff): Interval | undefined =>
  effective(timeOff.span, timeOff.recordedAt, timeOff.cancelledAt);

/** When the engineer is back, if they are on time off at `instant`; entries that touch count as one. */
export function awayUntil(team: Pick<Team, 'timeOff'>, engineer: EngineerId, instant: Date): Date | undefined {
  const spans = team.timeOff.filter((entry) => entry.engineer === engineer).map(timeOffSpan);
  let until: Date | undefined;
  for (let found = true; found; ) {
    const at: Date = until ?? instant;
    const span = spans.find((candidate) => candidate && contains(candidate, at));
    found = span !== undefined;
    if (span) until = span.end;
  }
  return until;
}

/** The holiday of the engineer on the day that their own clock shows at `instant`, or undefined. */
export function holidayAt(team: Team, engineer: Engineer, instant: Date): string | undefined {
  const today = localDateOf(instant, zoneOf(team, engineer));
  return team.calendar.extra.find(({ date }) => date === today)?.name;
}

/** Whether the engineer can be reached at `instant`. */
export function availabilityAt(team: Team, id: EngineerId, instant: Date): Availability {
  const until = awayUntil(team, id, instant);
  if (until) return { kind: 'away', until };
  const name = holidayAt(team, engineerOf(team, id), instant);
  return name === undefined ? { kind: 'reachable' } : { kind: 'holiday', name };
}
