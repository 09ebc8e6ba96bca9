import { holidayAt } from './availability';
import { callList } from './call-list';
import type { EngineerId } from './ids';
import { addDays, contains, DAY, type Interval, instantOf, isBefore, type LocalDate, localDateOf } from './interval';
import { onCallAt } from './schedule';
import { engineerOf, type Pipeline, type Team } from './team';
import { nextWorkingTime } from './working-hours';

/** A holiday of the primary, and how the pipelines are looked after on it. */
export type HolidaySupport = {
  readonly date: LocalDate;
  readonly name: string;
  readonly primary: EngineerId;
  /** Who leads critical support, of every critical pipeline. */
  readonly leads: readonly { readonly pipeline: Pipeline; readonly engineer: EngineerId }[];
  /** The pipelines that wait, and until when; null where nobody knows. */
  readonly waiting: { readonly pipelines: readonly Pipeline[]; readonly until: Date | null };
};

/** The holidays in a span of whoever is primary at noon of the day, team time. */
export function supportPlan(team: Team, span: Interval): readonly HolidaySupport[] {
  const plan: HolidaySupport[] = [];
  const last = localDateOf(span.end, team.timezone);
  for (let date = localDateOf(span.start, team.timezone); date <= last; date = addDays(date, 1)) {
    const noon = instantOf(date, '12:00', team.timezone);
    const primary = contains(span, noon) && onCallAt(team, noon)?.primary.engineer;
    const name = primary ? holidayAt(team, engineerOf(team, primary), noon) : undefined;
    if (primary && name !== undefined) plan.push(supportOn(team, { date, name, primary }, noon));
  }
  return plan;
}

/** How long after a holiday somebody is looked for who works again, in milliseconds. */
const LOOKED_AHEAD = 60 * DAY;

/** When whoever is on call by then works again; null where that is not in sight. */
function lookedAfterFrom(team: Team, noon: Date): Date | null {
  const last = new Date(noon.getTime() + LOOKED_AHEAD);
  for (let from = noon; isBefore(from, last); ) {
    const held = onCallAt(team, from);
    const at = held && nextWorkingTime(team, held.primary.engineer, from);
    if (at && isBefore(at, held.end)) return at;
    if (!held) return null;
    from = held.end;
  }
  return null;
}

function supportOn(team: Team, holiday: Pick<HolidaySupport, 'date' | 'name' | 'primary'>, noon: Date): HolidaySupport {
  const pipelines = [...team.pipelines.values()];
  return {
    ...holiday,
    leads: pipelines
      .filter(({ tier }) => tier === 'critical')
      .map((pipeline) => ({ pipeline, engineer: callList(team, pipeline, noon)[0]?.engineer ?? holiday.primary })),
    waiting: {
      pipelines: pipelines.filter(({ tier }) => tier === 'normal'),
      until: lookedAfterFrom(team, noon),
    },
  };
}
